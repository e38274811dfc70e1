package org.schedlab.experiments;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DesignTest {
    @Test
    void everyCombinationIsACell() {
        Design design = Design.named("x")
                .schedulers("vtime", "eevdf")
                .factor("workers", 2, 4)
                .topologies("1n1l1c1t", "1n1l2c1t")
                .seeds(3);
        List<Cell> cells = design.cells();
        assertThat(cells).hasSize(24).doesNotHaveDuplicates();
        assertThat(cells.getFirst()).hasToString("scheduler=vtime workers=2 topology=1n1l1c1t seed=1");
        assertThat(cells.getLast()).hasToString("scheduler=eevdf workers=4 topology=1n1l2c1t seed=3");
        assertThat(cells.getLast().integer("workers")).isEqualTo(4);
        assertThat(cells.getLast().seed()).isEqualTo(3);
        assertThat(design.options(cells.getLast()).topology()).hasToString("1n1l2c1t");
        assertThat(design.options(cells.getLast()).seed()).isEqualTo(1);
        assertThat(design.bootSeeds().options(cells.getLast()).seed()).isEqualTo(3);
        assertThat(Design.named("nothing varies").cells()).hasSize(1);
    }

    @Test
    void whatCannotBeAFactorIsRefused() {
        Design design = Design.named("x").seeds(2);
        assertThatThrownBy(() -> design.seeds(3))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("has a factor 'seed' already");
        assertThatThrownBy(() -> design.factor("twice", 1, 2, 1))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("found: 1, 2, 1");
        assertThatThrownBy(() -> design.factor("none")).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> design.schedulers("fair")).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> design.machine(BootOptions.defaults().live())).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> design.cells().getFirst().text("workers"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("available: seed");
        assertThatThrownBy(() -> design.scenario("1", (_, _) -> 0).run())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("measures nothing");
    }

    /// A scheduler with another knob is another level, and another identity.
    @Test
    void knobsAreInLabelAndIdentity() {
        Factor factor = Design.named("x")
                .schedulers(Schedulers.fails(), Schedulers.fails().with("timeout_ms", 5_000))
                .factors()
                .getFirst();
        assertThat(factor.levels().stream().map(Level::label)).containsExactly("fails", "fails timeout_ms=5000");
        assertThat(factor.levels().stream().map(Level::identity)).doesNotHaveDuplicates();
    }

    /// The same on every host and in every version: rows of old sweeps stay those of these seeds.
    @Test
    void theStartOffsetOfASeed() {
        assertThat(LongStream.rangeClosed(1, 3).mapToObj(StartOffset::of))
                .containsExactly(
                        Duration.ofNanos(15_352_000), Duration.ofNanos(6_524_000), Duration.ofNanos(8_736_000));
        List<Duration> offsets =
                LongStream.range(0, 1_000).mapToObj(StartOffset::of).toList();
        assertThat(offsets)
                .allSatisfy(offset -> assertThat(offset).isPositive().isLessThanOrEqualTo(Duration.ofMillis(16)));
        assertThat(offsets.stream().distinct().count()).isGreaterThan(900);
        double mean = offsets.stream()
                .mapToLong(offset -> offset.toNanos() / 1_000)
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(7_500.0, 8_500.0);
    }

    @Test
    void theSeedDecidesWhatACellDraws() {
        List<Cell> cells = Design.named("x").factor("workers", 1, 2).seeds(2).cells();
        List<Integer> numbers = IntStream.range(0, 20).boxed().toList();
        assertThat(cells.get(0).shuffled(numbers))
                .isEqualTo(cells.get(2).shuffled(numbers))
                .isNotEqualTo(cells.get(1).shuffled(numbers))
                .containsExactlyInAnyOrderElementsOf(numbers);
    }

    private static Factor workers() {
        return new Factor(
                "workers",
                IntStream.rangeClosed(1, 100).<Object>boxed().map(Level::of).toList());
    }

    private static int number(Level level) {
        return ((Number) level.value()).intValue();
    }

    @Test
    void theFirstValueAtWhichAClaimFails() {
        Bisection found = Bisection.of(workers(), "waits at most 5", level -> number(level) < 37);
        assertThat(found.change()).contains(new Bisection.Change("36", "37", false));
        assertThat(found.probes()).hasSizeLessThanOrEqualTo(9);
        assertThat(found.probes().getFirst().value()).isEqualTo("1");
        assertThat(found.probes().get(1).value()).isEqualTo("100");
        assertThat(found)
                .hasToString("workers: waits at most 5 holds up to 36, fails from 37 on; 9 of 100 values looked at");
        assertThat(found.holdsAtBothEnds()).isFalse();
        assertThat(Bisection.of(workers(), "it", level -> number(level) >= 2))
                .hasToString("workers: it fails up to 1, holds from 2 on; 8 of 100 values looked at");
    }

    @Test
    void theSameAtBothEndsIsSaid() {
        Bisection holds = Bisection.of(workers(), "it", _ -> true);
        assertThat(holds.holdsAtBothEnds()).isTrue();
        assertThat(holds).hasToString("workers: it holds at both ends, 1 and 100; 2 of 100 values looked at");
        Bisection fails = Bisection.of(workers(), "it", level -> number(level) == 50);
        assertThat(fails.change()).isEmpty();
        assertThat(fails.holdsAtBothEnds()).isFalse();
        assertThat(fails.toString()).contains("fails at both ends");
        Factor one = new Factor("workers", List.of(Level.of(7)));
        assertThat(Bisection.of(one, "it", _ -> true))
                .hasToString("workers: it holds at 7, the only value; 1 of 1 value looked at");
    }
}
