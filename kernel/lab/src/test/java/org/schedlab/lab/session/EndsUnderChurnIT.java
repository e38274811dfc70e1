package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.SchedExtView;
import org.schedlab.lab.schedulers.SchedulerEvent;
import org.schedlab.lab.schedulers.SchedulerEvent.What;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// A scheduler that ends by an error while workers change their policy without rest: the kernel's threads that take
/// it away get no CPU, for seconds.
@Tag("machine")
class EndsUnderChurnIT {
    private static final Duration STEP = Duration.ofMillis(100);

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void itIsToldThatItDoesNotGoAndTakingItAwayHelps(Path kernel) {
        try (VmSession vm =
                VmSession.boot(BootOptions.defaults().withTopology("1n1l3c1t").withKernel(kernel))) {
            List<SchedulerEvent> unasked = new ArrayList<>();
            List<ExitReport> ends = new ArrayList<>();
            vm.schedulers().onUnasked(unasked::add);
            vm.schedulers().onEnd(ends::add);
            vm.attach(Schedulers.named("fails"));
            vm.spawn(new WorkerCount(6).policyChurn());
            vm.run(STEP.multipliedBy(5));
            assertThat(unasked).isEmpty();

            vm.schedulers().setKnobs(Map.of("mode", "ERROR_EXIT"));
            vm.run(Duration.ofMillis(20));
            assertThat(state(vm)).isEqualTo(SchedExtView.State.DISABLING);
            assertThat(unasked).isEmpty();
            assertThatExceptionOfType(LabException.class)
                    .isThrownBy(() -> vm.schedulers().exitReport())
                    .withMessageContaining("fails is ending by itself");
            for (int i = 0; i < 5; i++) {
                vm.run(STEP);
            }

            assertThat(state(vm)).isEqualTo(SchedExtView.State.DISABLING);
            assertThat(ends).isEmpty();
            assertThat(unasked)
                    .singleElement()
                    .satisfies(event -> assertThat(event.line())
                            .matches("scheduler fails, seen at .*: ending by itself; the kernel has not finished .*"));

            long before = vm.instant().guestTimeNanos();
            vm.detach();

            assertThat(vm.instant().guestTimeNanos() - before).isLessThan(200_000_000L);
            assertThat(state(vm)).isEqualTo(SchedExtView.State.DISABLED);
            assertThat(ends).extracting(ExitReport::kindName).containsExactly("SCX_EXIT_ERROR_BPF");
            assertThat(vm.schedulers().history().events())
                    .extracting(SchedulerEvent::what)
                    .containsExactly(What.ATTACHED, What.KNOBS_SET, What.ENDING, What.ENDED);
        }
    }

    private static SchedExtView.State state(VmSession vm) {
        return vm.peek(SchedExtView::look).orElseThrow().state();
    }
}
