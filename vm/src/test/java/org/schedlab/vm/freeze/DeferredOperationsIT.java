package org.schedlab.vm.freeze;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.CachedKernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Operations given before a machine can be looked into.
@Tag("kernel")
class DeferredOperationsIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(30);

    @TempDir
    private Path folder;

    private HandMadeGuest guest;
    private FreezeCoordinator coordinator;

    @BeforeEach
    void makeGuest() throws IOException {
        guest = new HandMadeGuest(CachedKernels.all().getFirst(), folder);
        guest.task(83, "worker");
        coordinator = new FreezeCoordinator();
    }

    @AfterEach
    void close() {
        coordinator.close();
        guest.close();
    }

    private static List<ColdOp> writeVtime(long value) {
        var target = new TaskField(83, HandMadeGuest.EXT_TASK_TICKS, "scx.dsq_vtime");
        return List.of(new WriteCold("w", target, Value.u64(value)));
    }

    @Test
    void runInOrderWhenTheMachineIsAdopted() throws Exception {
        List<Integer> order = new ArrayList<>();
        List<CompletableFuture<BatchResult>> futures = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            CompletableFuture<BatchResult> future = coordinator.submit(writeVtime(i), LONG);
            futures.add(future.whenComplete(
                    (result, _) -> order.add(result.replies().getFirst().requestId())));
        }
        assertThat(futures).noneMatch(CompletableFuture::isDone);

        coordinator.adopt(guest.memory(), guest);

        assertThat(order).containsExactly(1, 2, 3);
        assertThat(futures.get(0).get().reply("w").before()).isEqualTo(0L);
        assertThat(futures.get(1).get().reply("w").before()).isEqualTo(1L);
        assertThat(futures.get(2).get().reply("w").before()).isEqualTo(2L);
        assertThat(coordinator.submit(writeVtime(4), LONG)).isCompleted();
    }

    @Test
    void waitForTheNextFreezeOfARunningMachine() throws Exception {
        guest.frozen(false);
        coordinator.adopt(guest.memory(), guest);
        CompletableFuture<BatchResult> future = coordinator.submit(writeVtime(9), LONG);
        assertThat(future).isNotDone();
        guest.frozen(true);
        coordinator.frozen("freeze");
        assertThat(future.get().success()).isTrue();
        assertThat(coordinator.freezes().getLast().ops()).isEqualTo(1);
    }

    @Test
    void aDeadlineSaysThatNoMachineCame() {
        CompletableFuture<BatchResult> future = coordinator.submit(writeVtime(1), SHORT);
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("a machine that has booted, to do 1 cold operations");
        coordinator.adopt(guest.memory(), guest);
        assertThat(coordinator.freezes()).isEmpty();
    }

    @Test
    void aDeadlineSaysThatNoFreezeCame() {
        guest.frozen(false);
        coordinator.adopt(guest.memory(), guest);
        assertThatThrownBy(() -> coordinator.submit(writeVtime(1), SHORT).get())
                .cause()
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("the machine to freeze");
    }

    @Test
    void closingTheSessionEndsTheWait() {
        CompletableFuture<BatchResult> future = coordinator.submit(writeVtime(1), LONG);
        coordinator.close();
        assertThatThrownBy(future::get)
                .cause()
                .isInstanceOf(LabException.class)
                .hasMessageContaining("The session was closed");
        assertThatThrownBy(() -> coordinator.apply(writeVtime(1))).hasMessageContaining("The session was closed");
    }

    @Test
    void withoutAMachineNothingCanBeDoneNow() {
        assertThatThrownBy(() -> coordinator.apply(writeVtime(1)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("There is no machine to look into");
        assertThatThrownBy(() -> coordinator.submit(List.of(), LONG)).hasMessageContaining("without operations");
    }
}
