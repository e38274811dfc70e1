package org.schedlab.vm.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.stop.Meeting;
import org.schedlab.vm.spec.Stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Guests written by hand that come up slowly, or not at all.
class FirstFreezeTest {
    private static final Duration QUIET = Duration.ofMillis(1500);
    private static final int LINES = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    private final List<String> heard = new ArrayList<>();

    /// Prints a line every 200 ms, as many as it is told, and is at its freeze point after twelve.
    private final class Guest implements Meeting {
        private final int most;
        private int lines;

        Guest(int most) {
            this.most = most;
        }

        @Override
        public Stop await(Duration atMost) throws IOException {
            try {
                Thread.sleep(atMost.plusMillis(100));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (lines < most) {
                Files.writeString(file, "line " + ++lines + "\n", StandardOpenOption.APPEND);
            }
            return lines == LINES ? new Stop.AtAgent() : new Stop.OutOfTime(atMost);
        }

        @Override
        public void release() {}
    }

    private final class Listener implements BootListener {
        @Override
        public void phase(String phase, Duration elapsed) {}

        @Override
        public void consoleLine(String line, Duration elapsed) {
            heard.add(line);
        }
    }

    @BeforeEach
    void makeConsole() throws IOException {
        file = Files.createFile(folder.resolve("console"));
    }

    private void await(Guest guest, Deadline deadline) throws IOException {
        new FirstFreeze(new Console(file), new Listener(), deadline, deadline).await(guest);
    }

    @Test
    void aSlowBootGoesOnAsLongAsItPrints() throws IOException {
        Deadline deadline = Deadline.ofProgress(QUIET);

        await(new Guest(LINES), deadline);

        assertThat(deadline.elapsed()).isGreaterThan(QUIET);
        assertThat(heard).hasSize(LINES).endsWith("line 12");
    }

    @Test
    void oneThatFallsSilentIsGivenUpAndToldWhy() {
        assertThatThrownBy(() -> await(new Guest(7), Deadline.ofProgress(QUIET)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining(
                        "timed out after 1.5 s waiting for the guest's agent to reach its freeze point, or another line on"
                                + " the console")
                .hasMessageContaining("%boot --deadline 10m")
                .hasMessageContaining("line 7");
    }

    @Test
    void oneThatSaysNothingAtAllToo() {
        assertThatThrownBy(() -> await(new Guest(0), Deadline.ofProgress(QUIET)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("timed out after 1.5 s waiting for the kernel's first line on its console");
    }

    @Test
    void aFixedDeadlineDoesNotMove() {
        assertThatThrownBy(() -> await(new Guest(LINES), Deadline.in(QUIET))).isInstanceOf(DeadlineException.class);
    }
}
