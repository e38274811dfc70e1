package org.schedlab.experiments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.experiments.TuningResult.Way;
import org.schedlab.experiments.search.Range;
import org.schedlab.experiments.statistics.Comparer;
import org.schedlab.experiments.statistics.Comparisons;
import org.schedlab.experiments.statistics.Sample;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a tuning refuses, and what it says of what it found, without machines.
class TuningTest {
    private static Experiment<Integer> experiment() {
        return Design.named("tuning")
                .schedulers("vtime")
                .seeds(3)
                .scenario("1", (_, _) -> 0)
                .metric("wait [ns]", Run::outcome)
                .metric("work", Run::outcome);
    }

    private static Tuning<Integer> tuning() {
        return Tuning.of(experiment());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(() -> tuning().knob("slices", 1, 2), "vtime has no knob 'slices'", "slice_ns = 5000000"),
                mistake(() -> tuning().knob("slice_ns", 7, 7), "nothing to search for 'slice_ns'", "one value, 7"),
                mistake(() -> tuning().knob("slice_ns", 9, 7), "nothing to search", "from 9 down to 7"),
                mistake(() -> tuning().knob("slice_ns", -1, 7), "cannot be set to -1", "0 to 18446744073709551615"),
                mistake(() -> tuning().knob("slice_ns", 1, 7).knob("slice_ns", 2, 3), "has a range already"),
                mistake(() -> tuning().budget(0), "nothing is tuned by 0 evaluations", "2 and more"),
                mistake(() -> tuning().budget(1), "nothing is tuned by 1 evaluations"),
                mistake(() -> tuning().minimise("waits"), "does not measure it", "wait [ns], work"),
                mistake(() -> tuning().minimise("work").maximise("work"), "it is tuned for already"),
                mistake(() -> tuning().minimise("work").run(), "no knob is varied", "slice_ns"),
                mistake(() -> tuning().knob("slice_ns", 1, 7).run(), "nothing says what is better", "wait [ns], work"),
                mistake(
                        () -> tuning().knob("slice_ns", 1, 7)
                                .minimise("work")
                                .heldOut(3, 4)
                                .run(),
                        "the seeds [3] are among those it is tuned on"),
                mistake(() -> tuning().heldOut(), "there are no seeds"),
                mistake(
                        () -> Tuning.of(Design.named("two")
                                .schedulers("vtime", "fifo")
                                .scenario("1", (_, _) -> 0)
                                .metric("work", Run::outcome)),
                        "does not say whose knobs are tuned"),
                mistake(
                        () -> Tuning.of(Design.named("none")
                                .schedulers("eevdf")
                                .scenario("1", (_, _) -> 0)
                                .metric("work", Run::outcome)),
                        "its schedulers are [eevdf]"));
    }

    private static Arguments mistake(Runnable does, String... says) {
        return Arguments.of(does, List.of(says));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreTold(Runnable does, List<String> says) {
        assertThatThrownBy(does::run)
                .isInstanceOf(LabException.class)
                .satisfies(told -> assertThat(told.getMessage()).contains(says));
    }

    @Test
    void aKnobThatIsAFactorNamesTheScheduler() {
        Tuning<Integer> tuning = Tuning.of(Design.named("slices")
                .knob(Schedulers.vtime(), "slice_ns", 1_000_000, 2_000_000)
                .scenario("1", (_, _) -> 0)
                .metric("work", Run::outcome));

        assertThatThrownBy(() -> tuning.knob("none", 1, 2))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the scheduler vtime has no knob 'none'");
    }

    @Test
    void theFrontIsWhatNoOtherBeats() {
        TuningResult found = result(
                List.of(
                        evaluation(1, 5, 100, 100),
                        evaluation(2, 6, 90, 120),
                        evaluation(3, 7, 120, 90),
                        evaluation(4, 8, 50, 60),
                        failed(5, 9)),
                TuningSearch.best(
                        List.of(
                                evaluation(1, 5, 100, 100),
                                evaluation(2, 6, 90, 120),
                                evaluation(3, 7, 120, 90),
                                evaluation(4, 8, 50, 60)),
                        evaluation(1, 5, 100, 100),
                        BOTH),
                BOTH,
                new Comparisons(List.of()));

        assertThat(found.front()).extracting(Evaluation::number).containsExactly(4, 2);
        assertThat(found.best().number()).isEqualTo(2); // 10 % better in both, at least
        assertThat(found.table().stringColumn("is").asList())
                .containsExactly("default", "best, front", "", "front", "");
        assertThat(found.table().stringColumn("failed").asList()).endsWith("scheduler refused: no");
        assertThat(found.pareto()
                        .doubleColumn("wait [ns] against the default [%]")
                        .asList())
                .containsExactly(-50.0, -10.0);
        assertThat(found.table().name())
                .isEqualTo("tuning vtime on seeds 1 to 3: wait [ns], mean of the cells, less is better;"
                        + " work, mean of the cells, more is better; 5 settings, CMA-ES with seed 1");
    }

    /// Six pairs, as few as Wilcoxon's test needs.
    @Test
    void whatIsLeftOfAGainIsSaid() {
        List<Evaluation> all = List.of(evaluation(1, 5, 100, 100), evaluation(2, 6, 50, 100));
        assertThat(result(all, all.getLast(), WAIT, compared(-40)).gain()).isEqualTo(Gain.HOLDS);
        assertThat(result(all, all.getLast(), WAIT, compared(40)).gain()).isEqualTo(Gain.LOST);
        assertThat(result(all, all.getLast(), WAIT, compared(0)).gain()).isEqualTo(Gain.NOT_SHOWN);
        assertThat(result(all, all.getFirst(), WAIT, new Comparisons(List.of())).gain())
                .isEqualTo(Gain.NONE);
        assertThat(result(all, all.getLast(), WAIT, compared(40)).sentence())
                .startsWith("vtime tuned on seeds 1 to 3, 2 settings tried: best is slice_ns=6 with wait [ns] 50"
                        + " (default 100, -50.0 %). On the seeds 4 to 9, which the search did not see, the gain does not"
                        + " hold: wait [ns]: tuned is 40 ");
        assertThat(result(all, all.getFirst(), WAIT, new Comparisons(List.of())).sentence())
                .endsWith("2 settings tried: none is better than the default, slice_ns=5.");
    }

    private static final List<Objective> WAIT = List.of(new Objective("wait [ns]", true, Summary.MEAN));
    private static final List<Objective> BOTH = List.of(WAIT.getFirst(), new Objective("work", false, Summary.MEAN));

    private static TuningResult result(
            List<Evaluation> all, Evaluation best, List<Objective> objectives, Comparisons heldOut) {
        return new TuningResult(
                "vtime",
                new Way(
                        objectives,
                        List.of(Range.of("slice_ns", 1, 9)),
                        List.of(1L, 2L, 3L),
                        List.of(4L, 5L, 6L, 7L, 8L, 9L),
                        1),
                all,
                best,
                heldOut,
                "");
    }

    private static Comparisons compared(double difference) {
        SequencedMap<Long, Double> before = new LinkedHashMap<>();
        SequencedMap<Long, Double> after = new LinkedHashMap<>();
        for (long seed = 4; seed <= 9; seed++) {
            before.put(seed, 100.0 + seed);
            after.put(seed, 100.0 + seed + difference + (difference == 0 ? (seed % 2 == 0 ? 1 : -1) * seed : 0));
        }
        return new Comparisons(List.of(Comparer.defaults()
                .compare("wait [ns]", Sample.bySeed("default", before), Sample.bySeed("tuned", after))));
    }

    private static Evaluation evaluation(int number, long slice, double wait, double work) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("wait [ns]", wait);
        metrics.put("work", work);
        return new Evaluation(number, knobs(slice), metrics, "");
    }

    private static Evaluation failed(int number, long slice) {
        return new Evaluation(number, knobs(slice), new LinkedHashMap<>(), "scheduler refused: no");
    }

    private static SequencedMap<String, Long> knobs(long slice) {
        SequencedMap<String, Long> knobs = new LinkedHashMap<>();
        knobs.put("slice_ns", slice);
        return knobs;
    }
}
