package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Where along the values of a factor a claim changes from holding to failing, or the other way round: both ends are
/// looked at first, then the middle of what is left. Immutable.
///
/// Where the claim changes more than once between the ends, one of these places is found.
///
/// @param factor its name
/// @param claim in words
/// @param values how many the factor has
/// @param probes the values that were looked at, in that order
/// @param change empty if the claim holds at both ends, or at none
public record Bisection(String factor, String claim, int values, List<Probe> probes, Optional<Change> change)
        implements Tabular {
    public Bisection {
        probes = List.copyOf(probes);
    }

    /// A value that was looked at.
    ///
    /// @param value as tables show it
    /// @param holds what was said of its cells
    public record Probe(String value, boolean holds) {}

    /// Two neighbours among the values between which the claim changes.
    ///
    /// @param before the last value that is as the first one
    /// @param from the first one that is not
    /// @param holds whether the claim holds from there on
    public record Change(String before, String from, boolean holds) {}

    /// Halves the values of a factor.
    ///
    /// @param look runs the cells of a value, and says whether the claim holds
    static Bisection of(Factor factor, String claim, Predicate<Level> look) {
        List<Level> levels = factor.levels();
        List<Probe> probes = new ArrayList<>();
        int low = 0;
        int high = levels.size() - 1;
        boolean first = probe(levels.get(low), look, probes);
        if (high == 0 || probe(levels.get(high), look, probes) == first) {
            return new Bisection(factor.name(), claim, levels.size(), probes, Optional.empty());
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (probe(levels.get(middle), look, probes) == first) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Change change = new Change(levels.get(low).label(), levels.get(high).label(), !first);
        return new Bisection(factor.name(), claim, levels.size(), probes, Optional.of(change));
    }

    private static boolean probe(Level level, Predicate<Level> look, List<Probe> probes) {
        boolean holds = look.test(level);
        probes.add(new Probe(level.label(), holds));
        return holds;
    }

    /// Whether the claim holds at both ends.
    public boolean holdsAtBothEnds() {
        return change.isEmpty() && probes.getFirst().holds();
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
                Locale.ROOT,
                "%s: %s %s; %d of %d %s looked at",
                factor,
                claim,
                change.map(Bisection::turned).orElseGet(this::same),
                probes.size(),
                values,
                values == 1 ? "value" : "values");
    }

    private static String turned(Change change) {
        return change.holds()
                ? "fails up to %s, holds from %s on".formatted(change.before(), change.from())
                : "holds up to %s, fails from %s on".formatted(change.before(), change.from());
    }

    private String same() {
        String answer = probes.getFirst().holds() ? "holds" : "fails";
        return probes.size() == 1
                ? "%s at %s, the only value".formatted(answer, probes.getFirst().value())
                : "%s at both ends, %s and %s"
                        .formatted(
                                answer,
                                probes.getFirst().value(),
                                probes.getLast().value());
    }
}
