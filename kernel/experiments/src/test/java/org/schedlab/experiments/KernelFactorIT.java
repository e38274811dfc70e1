package org.schedlab.experiments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.experiments.statistics.Finding;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelSeries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The kernel as a factor, with kernels among its levels that have no sched_ext: the oldest under CFS, the newest of
/// these
/// and the default one under EEVDF.
@Tag("machine")
class KernelFactorIT {
    private static final Duration LENGTH = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    /// Three series. Skips the test where their kernels are not all here.
    private static String[] kernels() {
        // Not by an annotation: JUnit makes an instance all the same, whose machine nobody would close.
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        List<KernelSeries> series = Stream.concat(
                        KernelSeries.withoutSchedExt().stream(), Stream.of(KernelSeries.standard()))
                .toList();
        series.forEach(each -> assumeTrue(each.find(Folders.ofUser()).isPresent(), each.toString()));
        return series.stream().map(KernelSeries::number).toArray(String[]::new);
    }

    private static Design design(String name) {
        return Design.named(name)
                .machine(BootOptions.defaults().withTopology("1n1l1c1t").withMemory("256M"));
    }

    @Test
    void ownSchedulersOfThreeKernelsCompare() {
        String[] kernels = kernels();
        ExperimentResult result = design("own schedulers")
                .kernels(kernels)
                .seeds(6)
                .scenario("1", (vm, _) -> {
                    Workers workers = vm.spawn(new WorkerCount(3).spinning());
                    vm.run(LENGTH);
                    return workers;
                })
                .metric("run delay [ms]", run -> run.outcome().table(), "run delay [ms]", Summary.SUM)
                .metric("timeslices", run -> run.outcome().table(), "timeslices", Summary.SUM)
                .metric("longest wait [ns]", run -> run.vm().trace().latency(), "max [ns]", Summary.MAX)
                .store(folder)
                .run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.rows()).hasSize(18);
        assertThat(result.table().stringColumn("end").asList()).containsOnly("");
        assertThat(result.table().doubleColumn("run delay [ms]").asList())
                .as("two of three wait all the time, whatever the kernel")
                .allSatisfy(each -> assertThat(each).isCloseTo(2.0 * LENGTH.toMillis(), within(2.0)));
        for (String eevdf : List.of(kernels[1], kernels[2])) {
            Comparison longest = result.compare("longest wait [ns]", "kernel", kernels[0], eevdf);
            assertThat(longest.finding()).as(longest.sentence()).isEqualTo(Finding.DIFFERENT);
            assertThat(longest.difference())
                    .as("CFS takes turns by ticks of 4 ms; under EEVDF who is eligible may have two in a row")
                    .isBetween(3_000_000.0, 8_000_000.0);
            Comparison all = result.compare("run delay [ms]", "kernel", kernels[0], eevdf);
            assertThat(all.finding()).as(all.sentence()).isIn(Finding.TOO_SMALL, Finding.NOT_SHOWN);
        }
    }

    /// A scheduler that a kernel cannot have is a row that says so, as one is that a verifier rejects: the others are
    /// measured.
    @Test
    void whatAKernelLacksIsARowOfTheTable() {
        String[] kernels = kernels();
        ExperimentResult result = design("lacking")
                .kernels(kernels)
                .schedulers("vtime", "eevdf")
                .scenario("1", (vm, _) -> {
                    Workers workers = vm.spawn(new WorkerCount(2).spinning());
                    vm.run(Duration.ofMillis(20));
                    return workers;
                })
                .metric("timeslices", run -> run.outcome().table(), "timeslices", Summary.SUM)
                .store(folder)
                .run();

        assertThat(result.failures()).isEmpty();
        assertThat(ends(result, kernels[0]))
                .satisfiesExactly(
                        vtime -> assertThat(vtime).matches("scheduler refused: Linux 6\\.1\\.\\S+ has no sched_ext"),
                        eevdf -> assertThat(eevdf)
                                .matches("scheduler refused: the own scheduler of Linux 6\\.1\\.\\S+ is CFS"));
        assertThat(ends(result, kernels[1]))
                .satisfiesExactly(
                        vtime -> assertThat(vtime).matches("scheduler refused: Linux 6\\.12\\.\\S+ has no sched_ext"),
                        eevdf -> assertThat(eevdf).isEmpty());
        assertThat(ends(result, kernels[2])).containsExactly("", "");
        assertThat(result.compare("timeslices", "scheduler", "vtime", "eevdf").sentence())
                .contains(
                        "n = 1: that is what happened once; it says nothing about other seeds. 4 values are left out: not"
                                + " measured, or without a partner.");
    }

    private static List<String> ends(ExperimentResult result, String kernel) {
        return result.where("kernel", kernel).rows().stream()
                .map(each -> each.row().end())
                .toList();
    }
}
