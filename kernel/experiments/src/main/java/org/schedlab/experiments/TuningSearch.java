package org.schedlab.experiments;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.schedlab.experiments.search.BoxSearch;
import org.schedlab.experiments.search.Range;

/// One search for one objective; for several, one for each way to weigh them: all alike, then each of them
/// first. Settings are shared between the searches. Used once.
final class TuningSearch {
    /// The weight of the objective that comes first; the others share the rest.
    private static final double FIRST = 0.8;

    /// Of the sum beside the greatest (the augmented Chebyshev function), so that of two settings alike in
    /// their worst objective the one that is better in the others wins.
    private static final double SUM = 0.05;

    private static final double FAILED = 1e9;

    private final List<Range> ranges;
    private final List<Objective> objectives;
    private final Evaluations<?> evaluations;
    private final int budget;
    private final long seed;

    TuningSearch(List<Range> ranges, List<Objective> objectives, Evaluations<?> evaluations, int budget, long seed) {
        this.ranges = ranges;
        this.objectives = objectives;
        this.evaluations = evaluations;
        this.budget = budget;
        this.seed = seed;
    }

    /// @param start where the search begins
    void run(List<Long> start) {
        int ways = objectives.size() == 1 ? 1 : objectives.size() + 1;
        for (int way = 0; way < ways; way++) {
            int first = way - 1;
            int spent = evaluations.count();
            int share = (budget - spent) / (ways - way);
            ToDoubleFunction<Evaluation> cost = each -> cost(each, first);
            List<Long> from = evaluations.all().stream()
                    .filter(Evaluation::counts)
                    .min(Comparator.comparingDouble(cost))
                    .map(each -> List.copyOf(each.knobs().values()))
                    .orElse(start);
            new BoxSearch(ranges, seed + way).from(from, look(spent + share, cost));
        }
    }

    private BoxSearch.Look look(int most, ToDoubleFunction<Evaluation> cost) {
        return new BoxSearch.Look() {
            @Override
            public double at(List<Long> point) {
                if (evaluations.known(point).isEmpty() && evaluations.count() >= most) {
                    throw new BoxSearch.Enough();
                }
                return cost.applyAsDouble(evaluations.of(point));
            }

            @Override
            public int points() {
                return evaluations.count();
            }
        };
    }

    /// @param first the objective that counts most; negative if all count alike
    private double cost(Evaluation of, int first) {
        if (!of.counts()) {
            return FAILED;
        }
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < objectives.size(); i++) {
            double part = weight(i, first) * distance(of, objectives.get(i));
            greatest = Math.max(greatest, part);
            sum += part;
        }
        return greatest + SUM * sum;
    }

    private double weight(int objective, int first) {
        if (first < 0) {
            return 1;
        }
        return objective == first ? FIRST : (1 - FIRST) / (objectives.size() - 1);
    }

    /// From the best that was seen, as a part of what the first setting gave.
    private double distance(Evaluation of, Objective objective) {
        List<Evaluation> count =
                evaluations.all().stream().filter(Evaluation::counts).toList();
        double least =
                count.stream().mapToDouble(each -> cost(each, objective)).min().orElse(0);
        return (cost(of, objective) - least) / scale(count.getFirst(), objective);
    }

    private static double cost(Evaluation of, Objective objective) {
        return objective.cost(of.value(objective));
    }

    private static double scale(Evaluation reference, Objective objective) {
        double size = Math.abs(reference.value(objective));
        return size > 0 ? size : 1;
    }

    /// The best: the least or the most of the one objective. Of several, the one that improves most in the
    /// objective in which it improves least, so that it is nowhere worse than the default if any setting is so.
    ///
    /// @param usual the default; it is the best if none is better
    static Evaluation best(List<Evaluation> all, Evaluation usual, List<Objective> objectives) {
        List<Evaluation> count = all.stream().filter(Evaluation::counts).toList();
        if (count.isEmpty()) {
            return usual;
        }
        Evaluation reference = usual.counts() ? usual : count.getFirst();
        return count.stream()
                .min(Comparator.comparingDouble(each -> objectives.stream()
                        .mapToDouble(objective ->
                                (cost(each, objective) - cost(reference, objective)) / scale(reference, objective))
                        .max()
                        .orElseThrow()))
                .orElseThrow();
    }

    /// Those that no other one beats, the best in the first objective first.
    static List<Evaluation> front(List<Evaluation> all, List<Objective> objectives) {
        List<Evaluation> count = all.stream().filter(Evaluation::counts).toList();
        return count.stream()
                .filter(each -> count.stream().noneMatch(other -> other.beats(each, objectives)))
                .sorted(Comparator.comparingDouble(each -> cost(each, objectives.getFirst())))
                .toList();
    }
}
