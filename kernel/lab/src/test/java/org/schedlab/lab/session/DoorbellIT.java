package org.schedlab.lab.session;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// The agent hears every ring, also one that comes while it looks whether it was rung.
@Tag("machine")
class DoorbellIT {
    /// At this very time it did not: the ring came between two instructions of the agent's.
    private static final Duration UNHEARD = Duration.ofNanos(8_736_000);

    private static final Duration STEP = Duration.ofNanos(20_000);
    private static final int STEPS = 40;

    @Test
    void aRingIsHeardWheneverItComes() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(TestKernels.newest().getLast())
                .withTopology("1n1l2c1t")
                .withMemory("256M"))) {
            vm.run(UNHEARD);
            vm.attach(Schedulers.fifo());
            assertThat(vm.spawn(new WorkerCount(2).spinning()).list()).hasSize(2);
            for (int step = 0; step < STEPS; step++) {
                vm.run(STEP);
                assertThat(vm.readFile("/proc/uptime")).isNotEmpty();
            }
        }
    }
}
