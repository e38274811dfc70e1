package org.schedlab.experiments;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Where along the values of a factor something begins to hold: between `before` and `from`. Immutable.
///
/// @param factor its name
/// @param before the last value under which it does not hold
/// @param from the first value under which it holds
/// @param probes the values that were looked at, in that order
public record Bisection(String factor, String before, String from, List<Probe> probes) implements Tabular {
    public Bisection {
        probes = List.copyOf(probes);
    }

    /// A value that was looked at.
    ///
    /// @param value as tables show it
    /// @param holds what was said of its cells
    public record Probe(String value, boolean holds) {}

    /// Halves the values of a factor.
    ///
    /// @param look runs the cells of a value
    static Bisection of(Factor factor, Predicate<Level> look, List<Probe> probes) {
        List<Level> levels = factor.levels();
        int low = 0;
        int high = levels.size() - 1;
        if (probe(levels.get(low), look, probes) || !probe(levels.get(high), look, probes)) {
            throw LabException.asked("the factor '%s' cannot be bisected".formatted(factor.name()))
                    .found(String.format(
                            Locale.ROOT,
                            "it holds under the first value (%s): %b; under the last (%s): %b",
                            levels.get(low).label(),
                            probes.getFirst().holds(),
                            levels.get(high).label(),
                            probes.getLast().holds()))
                    .remedy("choose values such that it does not hold under the first and holds under the last")
                    .exception();
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (probe(levels.get(middle), look, probes)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new Bisection(
                factor.name(), levels.get(low).label(), levels.get(high).label(), probes);
    }

    private static boolean probe(Level level, Predicate<Level> look, List<Probe> probes) {
        boolean holds = look.test(level);
        probes.add(new Probe(level.label(), holds));
        return holds;
    }

    /// Columns: the factor and `holds`: a row for each value that was looked at.
    @Override
    public Table table() {
        var value = StringColumn.create(factor);
        var holds = StringColumn.create("holds");
        for (Probe probe : probes) {
            value.append(probe.value());
            holds.append(Boolean.toString(probe.holds()));
        }
        return Table.create(toString()).addColumns(value, holds);
    }

    /// The answer as a sentence.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s: not yet at %s, from %s on; %d values looked at", factor, before, from, probes.size());
    }
}
