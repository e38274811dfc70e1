package org.schedlab.experiments.sweep;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.experiments.CellPlan;
import org.schedlab.vm.LabException;

/// A part of a sweep's cells: the same cells on every host. Immutable.
///
/// @param number from 1
/// @param of how many there are
public record Shard(int number, int of) {
    /// All cells.
    public static final Shard ALL = new Shard(1, 1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    public Shard {
        if (number < 1 || number > of) {
            throw LabException.asked(String.format(Locale.ROOT, "there is no shard %d/%d", number, of))
                    .available(String.format(
                            Locale.ROOT, "1/%d to %d/%d", Math.max(of, 1), Math.max(of, 1), Math.max(of, 1)))
                    .remedy("count from 1")
                    .exception();
        }
    }

    /// As `3/8`.
    public static Shard parse(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            throw LabException.asked("'%s' is not a shard".formatted(text))
                    .available("1/8 to 8/8 for eight of them")
                    .exception();
        }
        return new Shard(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
    }

    /// The cells of this shard. Those of one machine are together, so that few machines have to be booted;
    /// among these the order is that of their keys, so that long and short cells are mixed.
    public List<CellPlan> of(List<CellPlan> all) {
        Map<String, CellPlan> byKey = new LinkedHashMap<>();
        all.forEach(plan -> byKey.putIfAbsent(plan.key(), plan));
        List<CellPlan> sorted = byKey.values().stream()
                .sorted(Comparator.comparing(CellPlan::machine).thenComparing(CellPlan::key))
                .toList();
        return sorted.subList(at(number - 1, sorted.size()), at(number, sorted.size()));
    }

    private int at(int shards, int cells) {
        return (int) ((long) shards * cells / of);
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
