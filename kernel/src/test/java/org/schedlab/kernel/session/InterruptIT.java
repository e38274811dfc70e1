package org.schedlab.kernel.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever waits for the guest can be stopped, and the machine is as usable as before.
class InterruptIT {
    @Test
    void aLongRunStopsWhenItsThreadIsInterrupted() throws Exception {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(2).spinning());
            var outcome = new CompletableFuture<Throwable>();
            Thread runner = Thread.ofPlatform().start(() -> {
                try {
                    vm.run(Duration.ofHours(1));
                    outcome.complete(new AssertionError("an hour has passed"));
                } catch (LabException stopped) {
                    outcome.complete(stopped);
                }
            });
            while (vm.freezes().size() < 5) {
                Thread.onSpinWait();
            }
            runner.interrupt();
            assertThat(outcome.get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("the run was stopped")
                    .hasMessageContaining("of 3600000 ms of guest time had passed");
            long stopped = vm.instant().guestTimeNanos();
            vm.run(Duration.ofMillis(5));
            assertThat(vm.instant().guestTimeNanos() - stopped).isBetween(5_000_000L, 6_000_000L);
        }
    }
}
