package org.schedlab.experiments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Knobs tuned on real guests.
@Tag("machine")
class TuningIT {
    @TempDir
    private Path folder;

    private final AtomicInteger happened = new AtomicInteger();

    private Experiment<Workers> pipes() {
        return Design.named("pipes")
                .machine(BootOptions.defaults().withTopology("1n1l1c1t").withMemory("256M"))
                .seeds(1)
                .scenario("1", (vm, _) -> {
                    happened.incrementAndGet();
                    vm.spawn(new WorkerCount(1).spinning());
                    Workers workers = vm.spawn(new WorkerCount(2).pipeIo());
                    vm.run(Duration.ofMillis(60));
                    return workers;
                })
                .metric(
                        "longest wait [ns]",
                        run -> run.vm().trace().worst(1, "pipe").first().length())
                .store(folder);
    }

    /// Short slices are good for those that talk; the best is shown on six other seeds; again it costs nothing.
    @Test
    void aSliceIsTuned() {
        Tuning<Workers> tuning = Tuning.of(pipes(), Schedulers.vtime())
                .knob("slice_ns", 1_000_000, 20_000_000)
                .minimise("longest wait [ns]")
                .budget(6)
                .heldOut(2, 3, 4, 5, 6, 7);
        TuningResult found = tuning.run();

        assertThat(found.evaluations()).hasSize(6);
        assertThat(found.usual().setting()).isEqualTo("slice_ns=5000000");
        assertThat(found.best().knobs().get("slice_ns")).isLessThan(5_000_000);
        assertThat(found.best().metrics().get("longest wait [ns]"))
                .isLessThan(found.usual().metrics().get("longest wait [ns]"));
        assertThat(found.heldOut().list()).singleElement().satisfies(comparison -> {
            assertThat(comparison.paired()).isTrue();
            assertThat(comparison.a().values()).hasSize(6);
            assertThat(comparison.a().name()).isEqualTo("vtime slice_ns=5000000");
        });
        assertThat(found.gain()).as(found.sentence()).isEqualTo(Gain.HOLDS);
        assertThat(happened).hasValue(6 + 2 * 6);
        assertThat(tuning.run().table().print()).isEqualTo(found.table().print());
        assertThat(happened).hasValue(6 + 2 * 6);
    }

    /// `fails` with mode 2, ERROR_EXIT, and 3, ORDERLY_EXIT, ends when the first task is enqueued.
    @Test
    void settingsThatFailAreToldAndTheSearchGoesOn() {
        TuningResult found = Tuning.of(pipes(), Schedulers.fails())
                .knob("mode", 2, 6)
                .minimise("longest wait [ns]")
                .budget(5)
                .heldOut(2)
                .run();

        assertThat(found.evaluations()).hasSize(5);
        assertThat(found.usual().setting()).isEqualTo("mode=0");
        assertThat(found.usual().counts()).isTrue();
        assertThat(found.evaluations())
                .filteredOn(
                        each -> each.knobs().get("mode") == 2 || each.knobs().get("mode") == 3)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.failed()).startsWith("seed 1: "));
        assertThat(found.evaluations())
                .filteredOn(each -> each.knobs().get("mode") > 3)
                .isNotEmpty()
                .anySatisfy(each -> assertThat(each.counts()).isTrue());
        assertThat(found.sentence()).contains("failed)");
    }

    @Test
    void nothingIsMeasuredAnywhere() {
        assertThatThrownBy(() -> Tuning.of(
                                Design.named("nothing")
                                        .machine(BootOptions.defaults()
                                                .withTopology("1n1l1c1t")
                                                .withMemory("256M"))
                                        .seeds(1)
                                        .scenario("1", (_, _) -> 0)
                                        .metric("nothing", _ -> Double.NaN)
                                        .store(folder),
                                Schedulers.fifo())
                        .knob("slice_ns", 1_000_000, 20_000_000)
                        .minimise("nothing")
                        .run())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the first 5 settings all failed")
                .hasMessageContaining("seed 1: nothing was not measured");
    }
}
