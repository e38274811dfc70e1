package org.schedlab.experiments.gauntlet;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.image.KernelSeries;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

/// A small gauntlet on real machines.
@Tag("machine")
class GauntletIT {
    @TempDir
    private Path folder;

    private Gauntlet small(String scheduler) {
        return Gauntlet.of(scheduler)
                .kernels(KernelSeries.standard().number())
                .topologies("tiny-1llc")
                .loads("weights")
                .store(folder);
    }

    /// One keeps weights, the other does not know them, the third is not even taken.
    @Test
    void goodAndBadSchedulers() {
        GauntletResult good = small("vtime").run();
        assertThat(good.problems()).isEmpty();
        assertThat(good.passed()).isTrue();
        Table table = good.table();
        assertThat(table.stringColumn("weights").asList()).containsExactly("PASS");
        assertThat(table.doubleColumn("verified instructions").get(0)).isBetween(100.0, 100_000.0);
        assertThat(table.doubleColumn("attach [µs]").get(0)).isPositive();
        assertThat(good.cells().rows().getFirst().row().metrics().get(Measurements.DISPATCHED))
                .isPositive();

        GauntletResult unfair = small("fifo").run();
        assertThat(unfair.passed()).isFalse();
        assertThat(unfair.problems())
                .singleElement()
                .asString()
                .startsWith(KernelSeries.standard().number() + " tiny-1llc, weights: FAIL heavy_to_light is ");

        GauntletResult refused = small("rejected").run();
        assertThat(refused.table().stringColumn("weights").asList()).containsExactly(GauntletResult.REFUSED);
        assertThat(refused.problems()).singleElement().asString().contains("scheduler refused");

        assertThat(small("vtime").run().ran()).as("all in the store").isZero();
        assertThat(small("vtime").kept().table().print())
                .isEqualTo(table.setName(small("vtime").kept().toString()).print());
    }

    /// All loads on one node with two caches and on two nodes. With `./schedlab test --long`.
    @Test
    @EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
    void allLoads() {
        GauntletResult all = Gauntlet.of("vtime")
                .kernels(KernelSeries.oldest().number(), KernelSeries.newest().number())
                .topologies("odd-3llc", "numa2-2llc")
                .store(folder)
                .run();
        all.requirePass();
        assertThat(all.cells().rows()).hasSize(2 * 2 * Load.all().size());
    }
}
