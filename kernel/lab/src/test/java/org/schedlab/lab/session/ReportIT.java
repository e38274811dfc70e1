package org.schedlab.lab.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.dump.SchedExtDump;
import org.schedlab.lab.report.Failure;
import org.schedlab.lab.report.FailureReport;
import org.schedlab.lab.report.Section;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a report says. The oracle is what was done: whom the scheduler was told to leave alone, with which error it was
/// told to end; and the kernel's own dump beside what is read out of memory.
@Tag("machine")
class ReportIT {
    private static VmSession boot() {
        return VmSession.boot(BootOptions.defaults()
                .withKernel(TestKernels.newest().getLast())
                .withTopology("1n1l2c1t")
                .withMemory("256M"));
    }

    private static Workers underFails(VmSession vm, String timeout) {
        vm.attach(Schedulers.fails().with("timeout_ms", timeout));
        Workers workers = vm.spawn(new WorkerCount(3).spinning());
        vm.run(Duration.ofMillis(20));
        return workers;
    }

    @Test
    void aStallIsToldFromTheCallThatLeftTheTaskAlone(@TempDir Path folder) throws IOException {
        Map<String, String> first = null;
        for (int time = 0; time < 2; time++) {
            try (VmSession vm = boot()) {
                Workers workers = underFails(vm, "200");
                assertThatThrownBy(vm::report)
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("there is no failure to report")
                        .hasMessageContaining("report(");
                vm.checkpoint("before");
                int victim = workers.list().getFirst().pid();
                vm.schedulers().setKnobs(Map.of("victim", victim, "mode", "STALL"));
                vm.run(Duration.ofMillis(600));
                String state = vm.stateHash();

                FailureReport report = vm.report();

                assertThat(vm.stateHash()).isEqualTo(state);
                assertThat(vm.report()).isSameAs(report);
                assertThat(report.failure().kind()).isEqualTo(Failure.Kind.STALL);
                assertThat(report.cause().getFirst())
                        .startsWith("spin-0:" + victim + " could run for 0.")
                        .contains("fails gave it no CPU");
                assertThat(report.cause().get(1)).contains("fails_enqueue", "which put it into no queue");
                assertThat(report.path()).anyMatch(line -> line.contains("if (mode == STALL && is_victim(p))"));
                assertThat(report.path().getLast()).contains("__sync_fetch_and_add(&failures, 1)");
                agreesWithTheDump(vm, report, victim);
                Map<String, String> files = written(report, folder.resolve("report-" + time));
                assertThat(files).containsKeys("index.html", "ops.csv", "trace.pftrace", "dump.txt", "stacks.csv");
                if (first != null) {
                    assertThat(files).isEqualTo(first);
                }
                first = files;
            }
        }
    }

    private static void agreesWithTheDump(VmSession vm, FailureReport report, int victim) {
        SchedExtDump dump = SchedExtDump.of(vm.schedulers().exitReport().dump());
        assertThat(dump.unknown()).isEmpty();
        assertThat(dump.longestWaiting().orElseThrow().pid()).isEqualTo(victim);
        assertThat(((Section.Rows) report.section("knobs").content())
                        .table()
                        .stringColumn("value")
                        .asList())
                .contains("STALL", Integer.toString(victim));
        // Who has each CPU, by the kernel and by what was read a moment before.
        String cpus = report.cause().getLast();
        dump.cpus().forEach(cpu -> assertThat(cpus).contains("CPU " + cpu.cpu() + " " + cpu.running()));
    }

    private static Map<String, String> written(FailureReport report, Path folder) throws IOException {
        Path page = report.write(folder.toString());
        assertThat(Files.readString(page)).contains("<title>the scheduler fails ended at");
        Map<String, String> files = new java.util.TreeMap<>();
        try (var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(
                        String.valueOf(file.getFileName()),
                        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void errorsAndBrokenClaimsAreTold() {
        try (VmSession vm = boot()) {
            underFails(vm, "2000");
            vm.schedulers().setKnobs(Map.of("mode", "ERROR_EXIT"));
            vm.run(Duration.ofMillis(50));

            FailureReport report = vm.report();

            assertThat(report.failure().kind()).isEqualTo(Failure.Kind.ERROR_EXIT);
            assertThat(report.cause().getFirst()).contains("it ended itself with scx_bpf_error: asked to fail when");
            assertThat(report.cause().get(1)).startsWith("That was in fails_enqueue, fails.bpf.c:");
            assertThat(report.path().getLast()).contains("scx_bpf_error(\"asked to fail");
            assertThat(report.cause().get(2)).contains("p=", "enq_flags=0x");

            vm.reports().broken(vm.instant().guestTimeNanos(), "nobody waits: found 3");
            assertThat(vm.report().cause().getFirst()).isEqualTo("a claim did not hold: nobody waits: found 3.");
            assertThat(vm.report(vm.instant().guestTimeNanos() - 1_000_000)
                            .failure()
                            .kind())
                    .isEqualTo(Failure.Kind.ASKED);
            assertThatThrownBy(() -> vm.report(Long.MAX_VALUE))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("that instant has not been");
        }
    }

    @Test
    void aPanicIsToldAlthoughTheMachineIsGone() {
        try (VmSession vm = boot()) {
            Workers _ = vm.spawn(new WorkerCount(2).spinning());
            vm.run(Duration.ofMillis(10));
            assertThatThrownBy(() -> vm.machine().ask("panic", agent -> {
                        agent.sysrq('c');
                        return true;
                    }))
                    .hasMessageContaining("sysrq triggered crash");

            FailureReport report = vm.report();

            assertThat(report.failure().kind()).isEqualTo(Failure.Kind.PANIC);
            assertThat(report.cause().getFirst()).contains("sysrq triggered crash");
            assertThat(report.cause().get(1)).contains("ran agent:1", "sysrq_handle_crash");
            assertThat(report.section("timeline").note()).contains("who ran where");
        }
    }

    @Test
    void aWorkersDeathIsTold() {
        try (VmSession vm = boot()) {
            Workers workers = vm.spawn(new WorkerCount(2).sleeping(Duration.ofMillis(1)));
            vm.run(Duration.ofMillis(10));
            int pid = workers.list().getFirst().pid();
            vm.machine().ask("kill", agent -> {
                agent.signal(pid, 9);
                return true;
            });
            vm.run(Duration.ofMillis(20));
            String state = vm.stateHash();

            FailureReport report = vm.report();

            assertThat(report.failure().kind()).isEqualTo(Failure.Kind.DEATH);
            assertThat(report.cause().getFirst()).endsWith(":" + pid + " died: killed by signal 9.");
            assertThat(report.cause().get(1)).contains("do_exit", ":" + pid);
            assertThat(vm.stateHash()).isEqualTo(state);
        }
    }
}
