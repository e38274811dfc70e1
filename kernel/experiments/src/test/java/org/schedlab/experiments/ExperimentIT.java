package org.schedlab.experiments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.experiments.statistics.Finding;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.verdict.Measured;
import org.schedlab.lab.verdict.Verdict;
import org.schedlab.lab.words.Lab;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// One experiment on real guests, from its factors to a comparison.
@Tag("machine")
class ExperimentIT {
    @TempDir
    private Path folder;

    private final AtomicInteger happened = new AtomicInteger();

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    private Experiment<Workers> pipes(Path kernel, Path store, long... seeds) {
        return Design.named("pipes")
                .machine(BootOptions.defaults()
                        .withKernel(kernel)
                        .withTopology("1n1l2c1t")
                        .withMemory("256M"))
                .schedulers("fifo", "eevdf")
                .seeds(seeds)
                .scenario("1", (vm, cell) -> {
                    happened.incrementAndGet();
                    vm.spawn(new WorkerCount(2).spinning());
                    Workers workers = vm.spawn(new WorkerCount(2).pipeIo());
                    vm.run(Duration.ofMillis(40));
                    return workers;
                })
                .metric("work_units", run -> run.outcome().table(), "work units", Summary.SUM)
                .metric("wait_max_ns", run -> run.vm().trace().latency(), "max [ns]", Summary.MAX)
                .verdict(run -> Verdict.of(
                        Measured.that("workers", run.outcome().list().size()).atLeast(2)))
                .store(store);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void schedulersAndSeedsGiveATable(Path kernel) {
        ExperimentResult result = pipes(kernel, folder.resolve("a"), 1, 2, 5).run();

        Table table = result.table();
        assertThat(result.failures()).isEmpty();
        assertThat(table.rowCount()).isEqualTo(6);
        assertThat(table.columnNames())
                .containsExactly(
                        "scheduler",
                        "seed",
                        "work_units",
                        "wait_max_ns",
                        "verdict",
                        "end",
                        "guest time [ns]",
                        "state hash",
                        "journal hash");
        assertThat(table.stringColumn("end").asList()).containsOnly("");
        assertThat(table.stringColumn("verdict").asList()).containsOnly("PASS");
        assertThat(table.stringColumn("state hash").asSet()).hasSize(6);
        assertThat(table.doubleColumn("work_units").asList())
                .allSatisfy(units -> assertThat(units).isPositive());
        // Another seed is another sample.
        assertThat(result.sample("wait_max_ns", "scheduler", "eevdf").byKey().values())
                .doesNotHaveDuplicates();

        // The same seeds are the same samples, run anew; none is run twice on one store.
        assertThat(happened).hasValue(6);
        ExperimentResult again = pipes(kernel, folder.resolve("b"), 1, 2, 5).run();
        assertThat(happened).hasValue(12);
        assertThat(again.table().print()).isEqualTo(table.print());
        ExperimentResult kept = pipes(kernel, folder.resolve("b"), 1, 2, 5, 4).run();
        assertThat(happened).hasValue(14);
        assertThat(kept.account()).isEqualTo(new ExperimentResult.Account(8, 2, 0));
        ExperimentResult audited =
                pipes(kernel, folder.resolve("b"), 1, 2, 5, 4).audit(0.3).run();
        assertThat(audited.account()).isEqualTo(new ExperimentResult.Account(8, 0, 3));
        assertThat(audited.toString())
                .isEqualTo("experiment pipes: 8 cells, 0 run now, 8 from the store, 3 audited, all equal");

        Comparison three = result.compare("work_units", "scheduler", "eevdf", "fifo");
        assertThat(three.paired()).isTrue();
        assertThat(three.a().values()).hasSize(3);
        assertThat(three.finding()).isEqualTo(Finding.TOO_FEW);
        assertThat(three.sentence()).contains("n = 3 pairs: with so few this test cannot find any difference");
    }

    /// What the guest decides is a row and is kept; an error of the scenario's is none and is not.
    @Test
    void endsBeforeTheTime() {
        Design design = Design.named("ends")
                .machine(BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"))
                .factor("way", "panic", "assertion", "error", "none", "refused");
        Experiment<Integer> experiment = design.scenario("1", (vm, cell) -> {
                    happened.incrementAndGet();
                    vm.run(Duration.ofMillis(1));
                    switch (cell.text("way")) {
                        case "panic" -> {
                            vm.spawn(new WorkerCount(1)
                                    .custom(Path.of("/bin/sh"), "-c", "echo c > /proc/sysrq-trigger"));
                            vm.run(Duration.ofMillis(20));
                        }
                        case "assertion" -> throw new AssertionError("no such thing\nsecond line");
                        case "error" -> throw new IllegalStateException("a mistake");
                        case "refused" -> vm.attach(Schedulers.rejected());
                        default -> {}
                    }
                    return 7;
                })
                .metric("seven", run -> run.outcome())
                .store(folder);
        ExperimentResult result = experiment.run();

        assertThat(result.failures()).hasSize(1);
        assertThat(result.failures().getFirst().cell().text("way")).isEqualTo("error");
        assertThat(result.failures().getFirst().why()).contains("a mistake").contains("ExperimentIT");
        CellRow panic = result.where("way", "panic").rows().getFirst().row();
        assertThat(panic.end()).startsWith("panic: ");
        assertThat(panic.stateHash()).isEmpty();
        CellRow assertion = result.where("way", "assertion").rows().getFirst().row();
        assertThat(assertion.end()).isEqualTo("assertion: no such thing");
        assertThat(assertion.verdict()).isEqualTo("FAIL");
        assertThat(assertion.metrics().get("seven")).isNaN();
        assertThat(assertion.stateHash()).isNotEmpty();
        assertThat(result.where("way", "refused").rows().getFirst().row().end()).startsWith("scheduler refused: ");
        assertThat(result.where("way", "none").rows().getFirst().row().metrics())
                .containsEntry("seven", 7.0);
        assertThatThrownBy(result::requirePass)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("way=error: java.lang.IllegalStateException: a mistake")
                .hasMessageContaining("way=assertion: FAIL assertion: no such thing");

        assertThat(happened).hasValue(5);
        ExperimentResult again = experiment.run();
        assertThat(happened).hasValue(6);
        assertThat(again.table().print()).isEqualTo(result.table().print());
    }

    /// A seed that boots has other memory from the start, and the words of a cell mean its own machine.
    @Test
    void seedsThatBoot() {
        // Not by an annotation: JUnit makes an instance all the same, whose machine nobody would close.
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        ExperimentResult result = Design.named("boots")
                .machine(BootOptions.defaults().withTopology("1n1l1c1t").withMemory("256M"))
                .seeds(2)
                .bootSeeds()
                .scenario("1", (vm, _) -> {
                    Lab.run(Duration.ofMillis(1));
                    return Lab.vm().equals(vm) ? 1 : 0;
                })
                .metric("own", Run::outcome)
                .metric(
                        "boot_id",
                        run -> new String(
                                        run.vm().readFile("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
                                .hashCode())
                .store(folder)
                .run();
        assertThat(result.failures()).isEmpty();
        assertThat(result.table().doubleColumn("own").asList()).containsExactly(1.0, 1.0);
        assertThat(result.table().doubleColumn("boot_id").asList()).doesNotHaveDuplicates();
    }

    /// The audit finds a scenario that was changed while its version was not.
    @Test
    void aChangedScenarioOfTheSameVersionIsFound() {
        Path store = folder;
        assertThat(runs(1, store, 0).failures()).isEmpty();
        assertThat(runs(2, store, 0).account().ran()).isZero();
        assertThatThrownBy(() -> runs(2, store, 0.01))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("1 of 1 audited cells give other bytes than the store")
                .hasMessageContaining("another version");
    }

    private static ExperimentResult runs(int millis, Path store, double audited) {
        return Design.named("changed")
                .machine(BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"))
                .scenario("1", (vm, cell) -> {
                    vm.run(Duration.ofMillis(millis));
                    return millis;
                })
                .metric("ms", Run::outcome)
                .store(store)
                .audit(audited)
                .run();
    }
}
