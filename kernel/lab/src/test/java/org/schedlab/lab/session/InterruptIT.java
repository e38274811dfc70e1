package org.schedlab.lab.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever waits for the guest can be stopped, and the machine is as usable as before.
@Tag("machine")
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
                    .hasMessageContaining("of 3600.000000 s of guest time had passed");
            long stopped = vm.instant().guestTimeNanos();
            vm.run(Duration.ofMillis(5));
            assertThat(vm.instant().guestTimeNanos() - stopped).isBetween(5_000_000L, 6_000_000L);
        }
    }

    /// Wherever the interrupt meets it: the operation is done in full, or refused in full.
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 30, 60, 90, 120})
    void anInterruptDuringACheckpointARewindOrAFork(long afterMillis) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(2).spinning());
            vm.run(Duration.ofMillis(1));
            interruptedAfter(afterMillis, () -> vm.checkpoint("here"));
            String hash = vm.stateHash();
            vm.run(Duration.ofMillis(1));
            interruptedAfter(afterMillis, () -> vm.rewind("here"));
            assertThat(vm.stateHash()).isEqualTo(hash);
            interruptedAfter(
                    afterMillis,
                    () -> vm.fork().future("one", _ -> {}).underEevdf().run(Duration.ofMillis(1)));
            assertThat(vm.stateHash()).isEqualTo(hash);
            assertThat(vm.fork().underEevdf().run(Duration.ofMillis(1)).list()).allMatch(FutureResult::success);
            assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
                    .containsExactly(vm.machine().guest().machine().pid());
            assertThat(vm.stateHash()).isEqualTo(hash);
        }
    }

    private static void interruptedAfter(long millis, Runnable operation) {
        Thread operating = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(
                operating::interrupt, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
        try {
            operation.run();
        } catch (LabException stopped) {
            assertThat(stopped).hasMessageContaining("the fork was stopped");
        }
        interrupter.join();
        boolean _ = Thread.interrupted();
    }
}
