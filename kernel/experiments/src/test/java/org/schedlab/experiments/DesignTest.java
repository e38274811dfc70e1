package org.schedlab.experiments;

import java.time.Duration;
import java.util.ArrayList;
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

    @Test
    void aThresholdIsFoundWithFewLooks() {
        Factor factor = new Factor(
                "workers",
                IntStream.rangeClosed(1, 100).<Object>boxed().map(Level::of).toList());
        List<Bisection.Probe> probes = new ArrayList<>();
        Bisection found = Bisection.of(factor, level -> ((Number) level.value()).intValue() >= 37, probes);
        assertThat(found.before()).isEqualTo("36");
        assertThat(found.from()).isEqualTo("37");
        assertThat(found.probes()).hasSizeLessThanOrEqualTo(9);
        assertThat(found).hasToString("workers: not yet at 36, from 37 on; 9 values looked at");
        assertThatThrownBy(() -> Bisection.of(factor, _ -> true, new ArrayList<>()))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cannot be bisected");
    }
}
