package org.schedlab.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class PresentMachineTest {
    private final PresentMachine present = new PresentMachine();

    @Test
    void whoGivesUpWaitingLeavesTheOthersToWaitOn() throws Exception {
        AtomicReference<Throwable> first = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                present.aliveOrLost();
            } catch (LabException e) {
                first.set(e);
            }
        });
        CompletableFuture<Object> second = CompletableFuture.supplyAsync(present::aliveOrLost);
        waiter.interrupt();
        assertThat(waiter.join(Duration.ofSeconds(10)))
                .as("an interrupt is heard")
                .isTrue();
        assertThat(first.get()).hasMessageContaining("waiting for the machine was stopped");
        assertThat(second).isNotDone();

        present.failed(new LabException("there is no kernel"));

        assertThatThrownBy(second::join).hasRootCauseMessage("there is no kernel");
        assertThatThrownBy(present::aliveOrLost)
                .isInstanceOf(LabException.class)
                .hasMessage("there is no kernel");
    }

    @Test
    void whateverABootDiesOfIsTold() {
        present.failed(new UncheckedIOException("cannot look through /x", new IOException("Input/output error")));

        assertThatThrownBy(present::aliveOrLost)
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the machine did not come up")
                .hasMessageContaining("found: cannot look through /x: java.io.IOException: Input/output error")
                .hasMessageContaining("try: ");
    }
}
