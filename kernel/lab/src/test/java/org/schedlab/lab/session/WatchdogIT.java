package org.schedlab.lab.session;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.Watchdog;
import org.schedlab.lab.WatchdogException;
import org.schedlab.lab.machine.GuestTimeLimit;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/// Each watchdog says that it was it, and what was happening.
@Tag("machine")
class WatchdogIT {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theSessionsWatchdogEndsTheMachineInTheMiddleOfARun() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withLifetime(Duration.ofSeconds(6)))) {
            vm.checkpoint("before");
            vm.spawn(new WorkerCount(2).spinning());
            assertThatThrownBy(() -> vm.run(HOUR))
                    .asInstanceOf(type(WatchdogException.class))
                    .satisfies(e -> {
                        assertThat(e.report().watchdog()).isEqualTo(Watchdog.SESSION);
                        assertThat(e.report().doing()).isEqualTo("run 3600.000000 s");
                        assertThat(e.report().guestTimeNanos()).isPositive();
                        assertThat(e).hasMessageContaining("the session watchdog fired after 6.000 s of host time");
                    });
            assertThatThrownBy(() -> vm.run(HOUR))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("the session watchdog fired");
            assertThatThrownBy(() -> vm.rewind("before")).hasMessageContaining("the session watchdog fired");
        }
    }

    @Test
    void theGuestDurationsWatchdogStopsTheMachineAtItsLimit() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            long start = vm.instant().guestTimeNanos();
            try (GuestTimeLimit _ = vm.machine().guest().limit(Duration.ofMillis(250))) {
                assertThatThrownBy(() -> vm.run(HOUR))
                        .asInstanceOf(type(WatchdogException.class))
                        .satisfies(e -> assertThat(e.report().watchdog()).isEqualTo(Watchdog.GUEST_DURATION));
            }
            assertThat(vm.instant().guestTimeNanos() - start).isBetween(250_000_000L, 251_000_000L);
            vm.run(Duration.ofMillis(1));
        }
    }

    @Test
    void aSessionThatClosesInTimeHearsNothingOfItsWatchdog() throws InterruptedException {
        VmSession vm = VmSession.boot(BootOptions.defaults().withLifetime(Duration.ofMillis(800)));
        vm.close();
        Thread.sleep(Duration.ofSeconds(1));
        assertThatThrownBy(() -> vm.run(HOUR)).hasMessageContaining("the session was closed");
    }
}
