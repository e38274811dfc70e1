package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.ExitReport.Source;
import org.schedlab.lab.schedulers.SchedExtView;
import org.schedlab.lab.schedulers.SchedulerEvent;
import org.schedlab.lab.schedulers.SchedulerEvent.What;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.session.InCharge.thirdParty;

/// An executable that is in charge, and ends without anybody having asked this session for it, on each
/// kernel. The oracles are the kernel's files below `/sys/kernel/sched_ext` and its console.
@ParameterizedClass
@MethodSource("kernels")
@Tag("machine")
class EndsUnaskedIT {
    /// The guest reads its two clocks one after the other.
    private static final long READ_APART_MICROS = 3;

    private final VmSession vm;
    private final InCharge guest;
    private final List<ExitReport> told = new ArrayList<>();

    EndsUnaskedIT(Path kernel) {
        vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t").withKernel(kernel));
        vm.schedulers().onEnd(told::add);
        guest = new InCharge(vm);
    }

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void sysRqOfAProgramIsNoticedWithKindInstantAndReason() {
        vm.attach(thirdParty());
        assertThat(guest.kernelSays("state")).isEqualTo("enabled");
        assertSeen(SchedExtView.State.ENABLED, "third_party");

        guest.shell("echo S > /proc/sysrq-trigger");
        vm.run(Duration.ofMillis(50));

        assertThat(guest.kernelSays("state")).isEqualTo("disabled");
        assertSeen(SchedExtView.State.DISABLED, "");
        assertToldAsOnConsole("SCX_EXIT_SYSRQ", Source.KERNEL);
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.schedulers().knobs())
                .withMessageContaining("scheduler third-party ended at")
                .withMessageContaining("disabled by sysrq-S");
        assertThat(vm.schedulers().restart().opsName()).isEqualTo("third_party");
        assertThat(guest.kernelSays("state")).isEqualTo("enabled");
        assertThat(vm.schedulers().history().events())
                .extracting(event -> event.what().text() + " " + event.scheduler())
                .containsExactly("attach third-party", "ended by itself third-party", "restart third-party");
    }

    /// Its program gives all back at once, so that only the console can tell.
    @Test
    void oneThatDiesMillisecondsAfterTheAttachIsNoticed() {
        vm.attach(thirdParty("-f60000"));

        vm.run(Duration.ofMillis(500));

        assertThat(guest.kernelSays("state")).isEqualTo("disabled");
        assertToldAsOnConsole("SCX_EXIT_ERROR_BPF", Source.CONSOLE);
        assertThat(told.getFirst().exit().message()).isEqualTo("third party gave up after 60000 us");
        assertThat(told.getFirst().exit().kind()).isEqualTo(1025);
        assertThat(vm.schedulers().history().table().longColumn("exit code").isMissing(1))
                .isTrue();
    }

    @Test
    void itsOwnStallIsNoticedWithTheKernelsDump() {
        vm.attach(thirdParty("-clost"));
        vm.spawn(new WorkerCount(1)
                .bursty(Duration.ofMillis(1), Duration.ofMillis(1))
                .named("lost"));

        for (int i = 0; i < 30 && told.isEmpty(); i++) {
            vm.run(Duration.ofMillis(100));
        }

        assertThat(guest.kernelSays("state")).isEqualTo("disabled");
        assertToldAsOnConsole("SCX_EXIT_ERROR_STALL", Source.KERNEL);
        assertThat(told.getFirst().exit().message()).matches("lost-0\\[\\d+] failed to run for \\d.\\d+s");
        assertThat(told.getFirst().dump()).contains("CPU states", "nr_run=");
        assertThat(told.getFirst().backtrace()).isNotEmpty();
        vm.attach(Schedulers.fifo());
        assertThat(vm.schedulers().history().events())
                .extracting(event -> event.what().text())
                .containsExactly("attach", "ended by itself", "attach");
    }

    @Test
    void oneThatDiesWhileItIsAwaitedIsToldAsWhatHappened() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.attach(thirdParty("-f1")))
                .withMessageContaining("the kernel ended it at ")
                .withMessageContaining("scx_bpf_error: third party gave up after 1 us")
                .withMessageNotContaining("did not come to say enabled")
                .withMessageContaining("EEVDF, the kernel's own, is in charge");

        ExitReport report = vm.schedulers().exitReport();
        assertThat(report.kindName()).isEqualTo("SCX_EXIT_ERROR_BPF");
        assertThat(report.atNanos() / 1000).isCloseTo(guest.lastEndOnConsole().micros(), within(READ_APART_MICROS));
        assertThat(vm.schedulers().history().events()).singleElement().satisfies(event -> {
            assertThat(event.what()).isEqualTo(What.REFUSED);
            assertThat(event.exit()).contains(report);
        });
        assertThat(told).isEmpty();
    }

    @Test
    void whileItIsInChargeNobodySaysOtherwise() {
        vm.attach(thirdParty());

        for (Runnable question : List.<Runnable>of(
                () -> vm.schedulers().knob("x"),
                () -> vm.schedulers().setKnobs(java.util.Map.of("x", 1)),
                () -> vm.schedulers().map("x"))) {
            assertThatExceptionOfType(LabException.class)
                    .isThrownBy(question::run)
                    .withMessageStartingWith("the scheduler third_party has no")
                    .withMessageNotContaining("EEVDF");
        }
        SchedulerState state = vm.schedulerState();
        assertThat(state.opsName()).isEqualTo(guest.kernelSays("root/ops"));
        assertThat(state.attached()).isTrue();
        assertThat(state.byAgent()).isFalse();
        assertThat(state.dispatched()).isEmpty();
        assertThat(state.exit()).isEmpty();
        vm.detach();
        assertThat(vm.schedulerState().attached()).isFalse();
    }

    private void assertSeen(SchedExtView.State state, String opsName) {
        SchedExtView.Seen seen = SchedExtView.look(vm.machine().guest().memory());
        assertThat(seen.state()).isEqualTo(state);
        assertThat(seen.opsName()).isEqualTo(opsName);
        assertThat(seen.sequence()).isEqualTo(Long.parseLong(guest.kernelSays("enable_seq")));
    }

    private void assertToldAsOnConsole(String kindName, Source source) {
        InCharge.Line line = guest.lastEndOnConsole();
        assertThat(told).singleElement().satisfies(report -> {
            assertThat(report.scheduler()).isEqualTo("third-party");
            assertThat(report.kindName()).isEqualTo(kindName);
            assertThat(report.exit().reason()).isEqualTo(line.reason());
            assertThat(report.atNanos() / 1000).isCloseTo(line.micros(), within(READ_APART_MICROS));
            assertThat(report.source()).isEqualTo(source);
            assertThat(report).isEqualTo(vm.schedulers().exitReport());
        });
        SchedulerEvent last = vm.schedulers().history().events().getLast();
        assertThat(last.what()).isEqualTo(What.ENDED);
        assertThat(last.exit()).contains(told.getFirst());
    }
}
