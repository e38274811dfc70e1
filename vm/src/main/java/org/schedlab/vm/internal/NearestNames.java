package org.schedlab.vm.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the names a person may have meant: few typing mistakes away, or longer forms of what was
/// written. Stateless after construction except for the list it fills; not thread-safe, used once per
/// question.
public final class NearestNames {
    private static final int LONGER_FORM_WEIGHT = 4;

    private final String asked;
    private final int tolerance;
    private final List<Ranked> ranked = new ArrayList<>();

    private record Ranked(String name, int distance) {}

    /// @param asked what the person wrote
    public NearestNames(String asked) {
        this.asked = asked.toLowerCase(Locale.ROOT);
        this.tolerance = Math.max(1, Math.min(4, asked.length() / 3));
    }

    /// The nearest of `candidates`, best first, at most `limit`.
    public static List<String> of(String asked, Iterable<String> candidates, int limit) {
        NearestNames nearest = new NearestNames(asked);
        for (String candidate : candidates) {
            nearest.consider(candidate);
        }
        return nearest.best(limit);
    }

    /// Ranks one more candidate.
    public void consider(String candidate) {
        int distance = distance(candidate.toLowerCase(Locale.ROOT));
        if (distance <= tolerance * LONGER_FORM_WEIGHT) {
            ranked.add(new Ranked(candidate, distance));
        }
    }

    /// The best candidates seen so far, without repetitions; ties in alphabetical order.
    public List<String> best(int limit) {
        return ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::distance).thenComparing(Ranked::name))
                .map(Ranked::name)
                .distinct()
                .limit(limit)
                .toList();
    }

    private int distance(String candidate) {
        int longer = candidate.length() - asked.length();
        if (asked.length() > 2 && longer >= 0 && candidate.contains(asked)) {
            return Math.min(longer, tolerance * LONGER_FORM_WEIGHT);
        }
        if (Math.abs(longer) > tolerance) {
            return Integer.MAX_VALUE;
        }
        int edits = edits(candidate);
        return edits > tolerance ? Integer.MAX_VALUE : edits * LONGER_FORM_WEIGHT / 2;
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private int edits(String candidate) {
        int width = candidate.length() + 1;
        int[] beforePrevious = new int[width];
        int[] previous = new int[width];
        int[] current = new int[width];
        for (int column = 0; column < width; column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= asked.length(); row++) {
            current[0] = row;
            int smallest = row;
            for (int column = 1; column < width; column++) {
                boolean same = asked.charAt(row - 1) == candidate.charAt(column - 1);
                int cost = Math.min(
                        Math.min(previous[column], current[column - 1]) + 1, previous[column - 1] + (same ? 0 : 1));
                if (row > 1
                        && column > 1
                        && asked.charAt(row - 1) == candidate.charAt(column - 2)
                        && asked.charAt(row - 2) == candidate.charAt(column - 1)) {
                    cost = Math.min(cost, beforePrevious[column - 2] + 1);
                }
                current[column] = cost;
                smallest = Math.min(smallest, cost);
            }
            if (smallest > tolerance) {
                return Integer.MAX_VALUE;
            }
            int[] reused = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = reused;
        }
        return previous[width - 1];
    }
}
