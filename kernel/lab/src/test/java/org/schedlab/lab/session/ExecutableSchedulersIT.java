package org.schedlab.lab.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.Signals;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Ending;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.SchedulerEvent;
import org.schedlab.lab.workers.RunningProgram;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// A scheduler as somebody else would build it: a dynamically linked program that attaches by itself,
/// `src/test/c` of the module guest. The oracles are the kernel's files.
@Tag("machine")
class ExecutableSchedulersIT {
    private final VmSession vm = VmSession.boot(BootOptions.defaults());

    @AfterEach
    void close() {
        vm.close();
    }

    private static ExecutableScheduler thirdParty(String... arguments) {
        return Scheduler.path(InCharge.EXECUTABLE, arguments).withPatience(Duration.ofSeconds(1));
    }

    @Test
    void itIsInChargeUntilDetached() {
        var workers = vm.spawn(new WorkerCount(2).spinning());

        Attachment attachment = vm.attach(thirdParty());

        assertThat(attachment.opsName()).isEqualTo("third_party").isEqualTo(kernelSays("root/ops"));
        assertThat(attachment.name()).isEqualTo("third-party");
        assertThat(kernelSays("state")).isEqualTo("enabled");
        assertThat(file("/proc/%d/sched".formatted(workers.get(0).pid()))).containsPattern("ext.enabled +: +1");
        vm.run(Duration.ofMillis(1100));
        RunningProgram program = vm.schedulers().program().orElseThrow();
        assertThat(program.output().text()).matches("(?s)enqueued \\d+\nenqueued [1-9]\\d*");

        assertThat(vm.detach().state()).isEqualTo("disabled");

        assertThat(kernelSays("state")).isEqualTo("disabled");
        assertThat(program.state().ending()).isEqualTo(new Ending.Exited(0));
        assertThat(program.output().text()).endsWith("\nbye");
        assertThat(program.table().columnNames()).containsExactly("guest time [ns]", "stream", "line");
        assertThat(vm.provenance().programs()).hasSize(1).allSatisfy((name, sha256) -> {
            assertThat(name).isEqualTo("third-party");
            assertThat(sha256).matches("[0-9a-f]{64}");
        });
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(vm::detach)
                .withMessageContaining("no scheduler is attached");
    }

    @Test
    void itsVariablesMapsAndProgramsAreReadOutOfTheKernel() {
        vm.spawn(new WorkerCount(2).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
        vm.attach(thirdParty("-cnobody"));
        vm.run(Duration.ofMillis(300));

        assertThat(vm.schedulers().knob("drop_called").text()).contains("nobody");
        assertThat(vm.schedulers().knob("drop_all").number()).isZero();
        assertThat(vm.schedulers().knobs().print())
                .containsPattern("drop_all +\\| +u64 +\\| +constant +\\| +0 +\\| +false")
                .containsPattern("first +\\| +u64 +\\| +variable +\\| +[1-9]\\d+ +\\| +true")
                .containsPattern("timeout_ms +\\| +\\| +ops member +\\| +1000 ");
        long counted = vm.schedulers().map("counts").row(0).getLong("value");
        assertThat(counted).isPositive();
        assertThat(vm.schedulers().map("counts").row(0).getLong("value")).isEqualTo(counted); // no guest time
        vm.run(Duration.ofMillis(800));
        String printed = vm.schedulers().program().orElseThrow().output().text();
        assertThat(Long.parseLong(printed.substring(printed.lastIndexOf(' ') + 1)))
                .isGreaterThan(counted);

        Table programs = vm.schedulers().schedulerPrograms();
        assertThat(programs.stringColumn("program").asList())
                .containsExactlyInAnyOrder("third_party_select_cpu", "third_party_enqueue", "schedlab_record_exit");
        assertThat(programs.stringColumn("operation").asList())
                .containsExactlyInAnyOrder("select_cpu", "enqueue", "exit");
        assertThat(programs.longColumn("verified instructions").asList()).allMatch(count -> count > 1);
        assertThat(programs.stringColumn("source")
                        .get(programs.stringColumn("operation").indexOf("enqueue")))
                .matches("third_party.bpf.c:\\d+");

        vm.schedulers().setKnobs(Map.of("first", 7));
        assertThat(vm.schedulers().knob("first").number()).isEqualTo(7);
        assertThat(vm.schedulers().history().events().getLast().settings()).isEqualTo("-cnobody first=7");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.schedulers().setKnobs(Map.of("drop_all", 1)))
                .withMessageContaining("cannot be written any more")
                .withMessageContaining("its program sets it before it loads it");
    }

    @Test
    void itsSessionIsAGroupInTheRootCgroup() {
        vm.attach(thirdParty());
        vm.run(Duration.ofMillis(1100));

        int pid = vm.schedulers().program().orElseThrow().pid();
        assertThat(file("/proc/%d/cgroup".formatted(pid))).isEqualTo("0::/");
        String number = file("/proc/%d/autogroup".formatted(pid)).replaceAll("/autogroup-(\\d+) .*", "$1");
        Table tasks = vm.trace().tasks();
        assertThat(tasks.where(tasks.intColumn("pid").isEqualTo(pid))
                        .stringColumn("cgroup")
                        .asList())
                .containsExactly("/ (autogroup %s)".formatted(number));
    }

    @Test
    void withoutTheKernelsConfigurationItIsSaidThatItMayLackIt(@TempDir Path folder) throws IOException {
        Path alone = Files.copy(vm.image().source(), folder.resolve("vmlinuz"));
        try (VmSession other = VmSession.boot(BootOptions.defaults().withKernel(alone))) {
            assertThatExceptionOfType(LabException.class)
                    .isThrownBy(() -> other.attach(thirdParty("-k")))
                    .withMessageContaining(
                            "fix it or its arguments; if it reads the kernel's configuration (__kconfig)")
                    .withMessageContaining(
                            "config-%s beside %s".formatted(vm.image().release(), alone));
            other.attach(thirdParty());
        }
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-x")))
                .withMessageContaining("try: fix it or its arguments; ")
                .withMessageNotContaining("__kconfig");
    }

    @Test
    void filesAreBroughtToAnyPath(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("some.toml"), "layers = 2\n");
        Files.writeString(Files.createDirectories(folder.resolve("below")).resolve("more"), "more\n");

        vm.attach(thirdParty()
                .with(thirdParty().program().withFile(file, "/etc/scx/config").withFolder(folder, "/opt/all")));

        assertThat(file("/etc/scx/config")).isEqualTo("layers = 2");
        assertThat(file("/opt/all/some.toml")).isEqualTo("layers = 2");
        assertThat(file("/opt/all/below/more")).isEqualTo("more");
        vm.writeFile("/etc/scx/config", "layers = 3".getBytes(StandardCharsets.UTF_8));
        assertThat(file("/etc/scx/config")).isEqualTo("layers = 3");
        assertThat(file("/opt/all/some.toml")).isEqualTo("layers = 2");
        vm.writeFile("/proc/sys/kernel/sched_schedstats", new byte[] {'1'});
        assertThat(file("/proc/sys/kernel/sched_schedstats")).isEqualTo("1");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.writeFile("/proc/sys/kernel/no_such", new byte[] {'1'}))
                .withMessageContaining("/proc/sys/kernel/no_such");
    }

    @Test
    void oneThatExitsEarlyIsToldWithItsWordsAndTheOneBeforeIsPutBack() {
        vm.attach(Schedulers.vtime());

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-x")))
                .withMessageContaining("cannot attach the scheduler third-party")
                .withMessageContaining("it exited with status 3 before it was seen in charge")
                .withMessageContaining("third-party: no configuration")
                .withMessageContaining("vtime was attached again");
        assertThat(kernelSays("root/ops")).isEqualTo("vtime");

        vm.attach(thirdParty());
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-x")))
                .withMessageContaining("third-party was started again and is in charge");
        assertThat(kernelSays("root/ops")).isEqualTo("third_party");
        vm.detach();

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-x")))
                .withMessageContaining("EEVDF, the kernel's own, is in charge");
        assertThat(kernelSays("state")).isEqualTo("disabled");
    }

    @Test
    void oneThatDropsEveryTaskIsNotInCharge() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-d")))
                .withMessageContaining("enabled, but in 1.0 s of guest time no task of policy SCHED_EXT got a CPU")
                .withMessageContaining("EEVDF, the kernel's own, is in charge");
        assertThat(kernelSays("state")).isEqualTo("disabled");
        vm.attach(Schedulers.fifo());
    }

    @Test
    void oneThatNeverAttachesIsEnded() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-n")))
                .withMessageContaining("in 1.0 s of guest time the kernel did not come to say enabled")
                .withMessageContaining("it exited with status 0 after SIGINT");
        assertThat(vm.schedulers().program().orElseThrow().state().running()).isFalse();
    }

    @Test
    void theEndOfTheOneBeforeIsNotTakenForItsOwn() {
        vm.attach(Schedulers.vtime());

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-n")))
                .withMessageContaining("  found: in 1.0 s of guest time the kernel did not come to say enabled")
                .withMessageContaining("vtime was attached again");
        assertThat(vm.schedulers().history().events())
                .filteredOn(event -> event.scheduler().equals("third-party"))
                .allSatisfy(event ->
                        assertThat(event.exit().orElseThrow().kindName()).isNotEqualTo("SCX_EXIT_UNREG"));
    }

    @Test
    void anEndThatTheConsoleTellsHasTheTimeOfTheGuestsClock() {
        vm.attach(thirdParty());
        vm.detach();

        ExitReport end = vm.schedulers().history().events().getLast().exit().orElseThrow();

        assertThat(end.source()).isEqualTo(ExitReport.Source.CONSOLE);
        assertThat(vm.past()
                        .calls("_printk")
                        .table()
                        .longColumn("guest time [ns]")
                        .asList())
                .anySatisfy(printed -> assertThat(end.atNanos()).isBetween(printed - 1_000, printed + 5_000));
    }

    @Test
    void oneThatIsDeafOrKilledLeavesNothingBehind() {
        vm.attach(thirdParty("-i"));
        RunningProgram deaf = vm.schedulers().program().orElseThrow();
        vm.attach(Scheduler.eevdf());
        assertThat(deaf.state().ending()).isEqualTo(new Ending.Killed(Signals.KILL));
        assertThat(kernelSays("state")).isEqualTo("disabled");

        vm.attach(thirdParty());
        vm.schedulers().program().orElseThrow().signal(Signals.KILL);
        vm.run(Duration.ofMillis(20));
        assertThat(kernelSays("state")).isEqualTo("enabled"); // attached without a link, it outlives its program
        assertThat(vm.detach().state()).isEqualTo("disabled");
    }

    @Test
    void schedulersOfBothKindsFollowEachOther() {
        vm.attach(Schedulers.vtime());
        vm.attach(thirdParty());
        assertThat(kernelSays("root/ops")).isEqualTo("third_party");
        vm.attach(Schedulers.fifo());
        assertThat(kernelSays("root/ops")).isEqualTo("fifo");
        assertThat(vm.schedulers().program().orElseThrow().state().running()).isFalse();

        vm.attach(thirdParty());
        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> vm.attach(Schedulers.compile("bad", "BPF_STRUCT_OPS(x) {}")));
        assertThat(kernelSays("root/ops")).isEqualTo("third_party");
    }

    @Test
    void theHistoryTellsOfThemAndARestartStartsAfresh() {
        vm.attach(Schedulers.vtime());
        vm.attach(thirdParty("-v"));
        int first = vm.schedulers().program().orElseThrow().pid();
        assertThat(vm.schedulers().restart().opsName()).isEqualTo("third_party");
        assertThat(vm.schedulers().program().orElseThrow().pid()).isNotEqualTo(first);
        vm.detach();

        List<SchedulerEvent> events = vm.schedulers().history().events();
        assertThat(events)
                .extracting(event -> event.what().text() + " " + event.scheduler() + " " + event.settings())
                .containsExactly(
                        "attach vtime ",
                        "detach vtime ",
                        "replace third-party -v",
                        "detach third-party -v",
                        "restart third-party -v",
                        "detach third-party -v");
        assertThat(events.getLast().exit().orElseThrow().exit().message())
                .contains("its program exited with status 0 after SIGINT");
        assertThat(events.getLast().exit().orElseThrow().exit().reason()).isEqualTo("unregistered from user space");
    }

    @Test
    void anInterruptEndsTheWaitAndTheProgram() throws Exception {
        vm.spawn(new WorkerCount(2).spinning()); // a guest that is idle is through with its patience at once
        var outcome = new CompletableFuture<Throwable>();
        Thread runner = Thread.ofPlatform().start(() -> {
            try {
                vm.attach(thirdParty("-n").withPatience(Duration.ofSeconds(60)));
                outcome.complete(new AssertionError("attached"));
            } catch (LabException stopped) {
                outcome.complete(stopped);
            }
        });
        while (vm.freezes().stream().noneMatch(freeze -> freeze.purpose().contains("to be in charge"))) {
            Thread.onSpinWait();
        }
        runner.interrupt();
        assertThat(outcome.get(30, TimeUnit.SECONDS))
                .hasMessageContaining("waiting for the scheduler third-party to be in charge was stopped")
                .hasMessageContaining("EEVDF, the kernel's own, is in charge");
        assertThat(vm.schedulers().program().orElseThrow().state().running()).isFalse();
    }

    @Test
    void aRewindBringsTheProgramBackAndUndoesIt() {
        vm.checkpoint("before");
        vm.attach(thirdParty());
        RunningProgram program = vm.schedulers().program().orElseThrow();
        vm.checkpoint("with");
        vm.detach();

        vm.rewind("with");
        assertThat(kernelSays("root/ops")).isEqualTo("third_party");
        assertThat(program.state().running()).isTrue();
        vm.detach();
        vm.rewind("before");

        assertThat(vm.schedulers().program()).isEmpty();
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(program::state)
                .withMessageContaining("The program third-party")
                .withMessageContaining("belong to a future that was undone");
    }

    private String kernelSays(String file) {
        return file("/sys/kernel/sched_ext/" + file);
    }

    private String file(String path) {
        return new String(vm.readFile(path), StandardCharsets.UTF_8).strip();
    }
}
