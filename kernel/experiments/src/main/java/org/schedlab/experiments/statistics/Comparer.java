package org.schedlab.experiments.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.schedlab.vm.LabException;

/// How samples are compared. A record of choices; each `with…` gives a copy with one choice changed.
///
/// @param level the chance of calling equal conditions different that is accepted, such as 0.05; the confidence of
///     intervals is 1 less this
/// @param gates how large a difference must be to matter
/// @param resamples how often the bootstrap draws
/// @param seed of the drawing
/// @param correction where several metrics are looked at
public record Comparer(double level, Gates gates, int resamples, long seed, Correction correction) {

    public Comparer {
        require(level > 0 && level < 1, "a level of " + level, "numbers between 0 and 1, such as 0.05");
        require(
                gates.absolute() >= 0 && gates.relative() >= 0,
                "gates of " + gates.absolute() + " and " + gates.relative(),
                "numbers from 0 on");
        require(resamples >= 100, "a bootstrap of " + resamples, "100 and more");
    }

    private static void require(boolean holds, String asked, String available) {
        if (!holds) {
            throw LabException.asked("samples cannot be compared with " + asked)
                    .available(available)
                    .remedy("for example comparer().withLevel(0.05).withGates(0, 0.01)")
                    .exception();
        }
    }

    /// Level 5 %, 4,000 resamples with seed 1, Holm's correction; a difference matters from 1 % on.
    public static Comparer defaults() {
        return new Comparer(0.05, new Gates(0, 0.01), 4_000, 1, Correction.HOLM);
    }

    /// Another level.
    public Comparer withLevel(double newLevel) {
        return new Comparer(newLevel, gates, resamples, seed, correction);
    }

    /// Other gates; both must be reached.
    ///
    /// @param absolute in the unit of the metric
    /// @param relative as a part of the median of `a`: 0.05 for 5 %
    public Comparer withGates(double absolute, double relative) {
        return new Comparer(level, new Gates(absolute, relative), resamples, seed, correction);
    }

    /// A bootstrap of another size.
    public Comparer withResamples(int count) {
        return new Comparer(level, gates, count, seed, correction);
    }

    /// Another seed of the bootstrap.
    public Comparer withSeed(long number) {
        return new Comparer(level, gates, resamples, number, correction);
    }

    /// Another correction for several metrics.
    public Comparer withCorrection(Correction other) {
        return new Comparer(level, gates, resamples, seed, other);
    }

    /// Compares two samples: in pairs if they have keys and some in common, else as they are. Values that were not
    /// measured, and those without a partner, are left out, and the comparison says how many.
    ///
    /// @param metric what was measured, with its unit: `wait_p99_us`
    /// @throws LabException if nothing was measured in one of them
    public Comparison compare(String metric, Sample a, Sample b) {
        requireMeasured(metric, a);
        requireMeasured(metric, b);
        boolean paired = a.keyed() && b.keyed() && a.byKey().keySet().stream().anyMatch(b.byKey()::containsKey);
        return paired ? paired(metric, a, b) : unpaired(metric, a, b);
    }

    private static void requireMeasured(String metric, Sample sample) {
        if (sample.measured().length == 0) {
            throw LabException.asked("'%s' of %s cannot be compared".formatted(metric, sample.name()))
                    .found(
                            sample.byKey().isEmpty()
                                    ? "an empty sample"
                                    : String.format(
                                            Locale.ROOT,
                                            "none of its %d values was measured",
                                            sample.byKey().size()))
                    .remedy("look at the rows: table()")
                    .exception();
        }
    }

    private Comparison paired(String metric, Sample a, Sample b) {
        List<Double> ofA = new ArrayList<>();
        List<Double> ofB = new ArrayList<>();
        a.byKey().forEach((key, value) -> {
            double other = b.byKey().getOrDefault(key, Double.NaN);
            if (Double.isFinite(value) && Double.isFinite(other)) {
                ofA.add(value);
                ofB.add(other);
            }
        });
        if (ofA.isEmpty()) {
            throw LabException.asked("'%s' of %s and %s cannot be compared".formatted(metric, a.name(), b.name()))
                    .found("no seed for which both were measured")
                    .remedy("run both with the same seeds")
                    .exception();
        }
        double[] x = doubles(ofA);
        double[] y = doubles(ofB);
        double[] differences = new double[x.length];
        Arrays.setAll(differences, i -> y[i] - x[i]);
        SignedRank test = SignedRank.of(differences);
        return new Comparison(
                metric,
                new Comparison.Side(a.name(), ofA, a.byKey().size() - x.length),
                new Comparison.Side(b.name(), ofB, b.byKey().size() - y.length),
                true,
                HodgesLehmann.centre(differences),
                bootstrap().of(List.of(differences), drawn -> HodgesLehmann.centre(drawn.getFirst())),
                test.effect(),
                test.significance(),
                gates,
                level);
    }

    private Comparison unpaired(String metric, Sample a, Sample b) {
        double[] x = a.measured();
        double[] y = b.measured();
        RankSum test = RankSum.of(x, y);
        return new Comparison(
                metric,
                new Comparison.Side(
                        a.name(), Arrays.stream(x).boxed().toList(), a.byKey().size() - x.length),
                new Comparison.Side(
                        b.name(), Arrays.stream(y).boxed().toList(), b.byKey().size() - y.length),
                false,
                HodgesLehmann.shift(x, y),
                bootstrap().of(List.of(x, y), drawn -> HodgesLehmann.shift(drawn.getFirst(), drawn.getLast())),
                test.effect(),
                test.significance(),
                gates,
                level);
    }

    /// Corrects the p-values of comparisons of several metrics.
    ///
    /// @param comparisons each of another metric
    public Comparisons together(List<Comparison> comparisons) {
        double[] corrected = correction.adjust(comparisons.stream()
                .mapToDouble(each -> each.significance().p())
                .toArray());
        List<Comparison> all = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            all.add(
                    corrected.length == 1
                            ? comparisons.get(i)
                            : comparisons
                                    .get(i)
                                    .corrected(
                                            corrected[i],
                                            String.format(
                                                    Locale.ROOT, "%s over %d metrics", correction, corrected.length)));
        }
        return new Comparisons(all);
    }

    private Bootstrap bootstrap() {
        return new Bootstrap(resamples, seed, 1 - level);
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
