package org.schedlab.lab.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.Signals;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Ending;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.SchedulerEvent;
import org.schedlab.lab.schedulers.SchedulerEvent.What;
import org.schedlab.lab.workers.RunningProgram;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.schedlab.lab.session.InCharge.EXECUTABLE;
import static org.schedlab.lab.session.InCharge.thirdParty;

/// Who is in charge when schedulers change, fail, starve and come unasked. The oracles are the kernel's
/// files.
@Tag("machine")
class WhoIsInChargeIT {
    private final VmSession vm = VmSession.boot(BootOptions.defaults());
    private final InCharge guest = new InCharge(vm);
    private final List<ExitReport> told = new ArrayList<>();

    WhoIsInChargeIT() {
        vm.schedulers().onEnd(told::add);
    }

    @AfterEach
    void close() {
        vm.close();
    }

    private List<String> rows() {
        return vm.schedulers().history().events().stream()
                .map(event -> event.what().text() + " " + event.scheduler())
                .toList();
    }

    @Test
    void oneThatStallsWhileTheNextIsLoadedEndedByItself() {
        // Not by an annotation: JUnit makes an instance all the same, whose machine nobody would close.
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        vm.attach(Schedulers.fails());
        vm.spawn(new WorkerCount(2).sleeping(Duration.ofMillis(10)));
        vm.schedulers().setKnobs(Map.of("mode", "STALL"));
        do {
            vm.checkpoint("before");
            vm.run(Duration.ofMillis(10));
        } while (told.isEmpty());
        told.clear();
        vm.rewind("before");
        assertThat(guest.kernelSays("root/ops")).isEqualTo("fails");

        vm.attach(Schedulers.vtime());

        assertThat(guest.kernelSays("root/ops")).isEqualTo("vtime");
        assertThat(told)
                .singleElement()
                .satisfies(report -> assertThat(report.kindName()).isEqualTo("SCX_EXIT_ERROR_STALL"));
        assertThat(rows()).containsExactly("attach fails", "set knobs fails", "ended by itself fails", "attach vtime");
    }

    @Test
    void aCpuThatGoesOfflineEndsItAndARestartIsAfterThat() {
        vm.attach(Schedulers.fifo());
        guest.shell("echo 0 > /sys/devices/system/cpu/cpu1/online");

        vm.schedulers().restart();

        assertThat(told)
                .singleElement()
                .satisfies(report -> assertThat(report.kindName()).isEqualTo("SCX_EXIT_UNREG_KERN"));
        assertThat(rows()).containsExactly("attach fifo", "ended by itself fifo", "restart fifo");
        assertThat(guest.kernelSays("root/ops")).isEqualTo("fifo");
    }

    @Test
    void oneThatStarvesItsOwnProgramIsTakenAway() {
        vm.attach(thirdParty("-s"));
        RunningProgram program = vm.schedulers().program().orElseThrow();
        vm.run(Duration.ofMillis(600));
        assertThat(guest.kernelSays("state")).isEqualTo("enabled");
        long before = vm.instant().guestTimeNanos();

        assertThat(vm.detach().state()).isEqualTo("disabled");

        assertThat(guest.kernelSays("state")).isEqualTo("disabled");
        assertThat(program.state().ending()).isEqualTo(new Ending.Killed(Signals.KILL));
        assertThat(vm.instant().guestTimeNanos() - before)
                .isLessThan(Duration.ofSeconds(5).toNanos());
        assertThat(rows()).containsExactly("attach third-party", "detach third-party");
        assertThat(vm.schedulers().exitReport().exit().message())
                .contains(
                        "got no CPU to end on, neither after SIGINT nor after SIGKILL; SysRq S took its scheduler away");
        vm.attach(Schedulers.fifo());
    }

    @Test
    void whatWasRefusedIsShownWithItsReason() {
        vm.attach(Schedulers.fifo());
        vm.detach();
        assertThatExceptionOfType(LabException.class).isThrownBy(() -> vm.attach(thirdParty("-x")));
        assertRefused("third-party", "it exited with status 3 before it was seen in charge");

        assertThatExceptionOfType(SchedulerException.class).isThrownBy(() -> vm.attach(Schedulers.rejected()));
        assertRefused("rejected", "line 22: R0 invalid mem access 'map_value_or_null'");
        assertThat(rows()).containsExactly("attach fifo", "detach fifo", "refused third-party", "refused rejected");
    }

    private void assertRefused(String name, String why) {
        ExitReport report = vm.schedulers().exitReport();
        assertThat(report.scheduler()).isEqualTo(name);
        assertThat(report.wasRefused()).isTrue();
        assertThat(report.exit().message()).contains(why).doesNotContain("try: ");
        assertThat(report.toString())
                .startsWith("scheduler %s was refused at ".formatted(name))
                .contains(why);
        SchedulerEvent last = vm.schedulers().history().events().getLast();
        assertThat(last.what()).isEqualTo(What.REFUSED);
        assertThat(last.exit()).contains(report);
    }

    @Test
    void aRefusedObjectLeavesTheExecutableInCharge() {
        vm.attach(thirdParty());

        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> vm.attach(Schedulers.rejected()))
                .withMessageContaining("line 22")
                .withMessageContaining("third-party was started again and is in charge")
                .withMessageNotContaining("EEVDF");

        assertThat(guest.kernelSays("root/ops")).isEqualTo("third_party");
        assertThat(vm.schedulers().exitReport().scheduler()).isEqualTo("rejected");
        assertThat(vm.schedulerState().opsName()).isEqualTo("third_party");
    }

    @Test
    void oneThatAProgramAttachesIsNoticedAndCanBeTakenAway() {
        List<SchedulerEvent> came = new ArrayList<>();
        vm.schedulers().onUnasked(came::add);
        vm.start(Program.of(EXECUTABLE));
        vm.run(Duration.ofMillis(1500));

        assertThat(guest.kernelSays("root/ops")).isEqualTo("third_party");
        assertThat(came)
                .singleElement()
                .satisfies(event -> assertThat(event.line())
                        .startsWith("scheduler third_party, seen at ")
                        .endsWith("attached by a program"));
        assertThat(vm.schedulers().knobs().stringColumn("name")).contains("timeout_ms");
        vm.attach(Schedulers.fifo());

        assertThat(guest.kernelSays("root/ops")).isEqualTo("fifo");
        assertThat(told).isEmpty();
        assertThat(rows()).containsExactly("attached by a program third_party", "replaced third_party", "replace fifo");
    }

    @Test
    void theOneOfAKeptMomentIsThereAlready(@TempDir Path folder) {
        vm.attach(Schedulers.vtime());
        vm.travel().keep(folder.resolve("kept"));

        try (VmSession restored = VmSession.restore(folder.resolve("kept"))) {
            restored.run(Duration.ofMillis(1));

            assertThat(restored.schedulers().history().events()).singleElement().satisfies(event -> {
                assertThat(event.scheduler()).isEqualTo("vtime");
                assertThat(event.what()).isEqualTo(SchedulerEvent.What.FOUND);
            });
            assertThat(restored.schedulers().knobs().stringColumn("name")).contains("slice_ns");
            restored.attach(Schedulers.fifo());
            assertThat(new InCharge(restored).kernelSays("root/ops")).isEqualTo("fifo");
        }
    }

    @Test
    void futuresKnowWhoIsInCharge() {
        vm.attach(thirdParty());
        List<String> seen = new ArrayList<>();

        Futures futures = vm.fork()
                .underEevdf()
                .future(
                        "sysrq",
                        future -> future.machine().ask("SysRq", agent -> {
                            agent.sysrq('S');
                            return agent;
                        }))
                .future("same", future -> {
                    assertThat(future.schedulers().knobs().stringColumn("name")).contains("timeout_ms");
                    seen.add(new InCharge(future).kernelSays("state"));
                })
                .run(Duration.ofMillis(50));

        assertThat(futures.list())
                .allSatisfy(future -> assertThat(future.problem()).isEmpty());
        assertThat(seen).containsExactly("enabled");
        assertThat(futures.get("eevdf").ends()).isEmpty();
        assertThat(futures.get("same").ends()).isEmpty();
        assertThat(futures.get("sysrq").ends())
                .singleElement()
                .satisfies(report -> assertThat(report.kindName()).isEqualTo("SCX_EXIT_SYSRQ"));
        assertThat(told)
                .singleElement()
                .satisfies(report ->
                        assertThat(report.line()).startsWith("scheduler third-party of the future sysrq ended at "));
    }

    @Test
    void theFutureUnderEevdfIsUnderEevdfAlsoAfterAnExecutable() {
        vm.attach(thirdParty());
        List<String> seen = new ArrayList<>();
        Fork fork = vm.fork();
        fork.underEevdf().future("state", future -> {
            if (future.schedulerState().attached()) {
                future.detach();
            }
            seen.add(new InCharge(future).kernelSays("state"));
        });
        assertThat(fork.run(Duration.ofMillis(20)).list())
                .allSatisfy(future -> assertThat(future.problem()).isEmpty());
        assertThat(seen).containsExactly("disabled");
    }

    @Test
    void aSlowLoaderIsNotHeldUpByTheLoad() {
        vm.spawn(new WorkerCount(8).spinning());

        Attachment attachment = vm.attach(thirdParty("-w600").withPatience(Duration.ofSeconds(2)));

        assertThat(attachment.loadNanos())
                .isBetween(
                        Duration.ofMillis(600).toNanos(),
                        Duration.ofMillis(2000).toNanos());
        int pid = vm.schedulers().program().orElseThrow().pid();
        assertThat(guest.file("/proc/%d/stat".formatted(pid)).split(" ", -1)[18])
                .isEqualTo("0");
    }

    @Test
    void theKernelsConfigurationIsWhereLibbpfLooksForIt() throws Exception {
        vm.attach(thirdParty("-k"));

        String release = vm.image().release();
        assertThat(vm.schedulers().program().orElseThrow().output().text()).startsWith("CONFIG_HZ=250\n");
        assertThat(guest.file("/boot/config-" + release))
                .isEqualTo(Files.readString(Folders.ofUser()
                                .cache("kernels")
                                .resolve(release)
                                .resolve("config"))
                        .strip());
    }
}
