package org.schedlab.vm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class HostProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static HostProcess sh(String script, Duration deadline) throws IOException, InterruptedException {
        return HostProcess.run(List.of("/bin/sh", "-c", script), Path.of("/tmp"), deadline, "wait");
    }

    @Test
    void whatItPrintedAndHowItEnded() throws Exception {
        HostProcess ended = sh("pwd; echo problem >&2; exit 3", LONG);

        assertThat(ended).isEqualTo(new HostProcess(3, "/tmp\nproblem\n"));
        assertThat(ended.killedBy()).isEmpty();
    }

    @Test
    void moreThanAPipeHolds() throws Exception {
        HostProcess ended = sh("head -c 3000000 /dev/zero | tr '\\0' x", LONG);

        assertThat(ended.output()).hasSize(1 << 20);
        assertThat(ended.code()).isZero();
    }

    @Test
    void oneThatKeepsItsOutputOpenIsKilledAtTheDeadline() {
        long start = System.nanoTime();

        assertThatThrownBy(() -> sh("echo first; sleep 1000; echo last", Duration.ofMillis(300)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining(
                        "timed out after 0.3 s waiting for '/bin/sh -c echo first; sleep 1000; echo last' to end");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(ProcessHandle.current().children().flatMap(ProcessHandle::descendants))
                .as("what it started")
                .isEmpty();
    }

    @Test
    void somebodyElseMayHoldItsOutput() throws Exception {
        assertThat(sh("sleep 20 & echo first", LONG)).isEqualTo(new HostProcess(0, "first\n"));
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread runs = Thread.ofPlatform().start(() -> {
            try {
                sh("exec sleep 1000", LONG);
            } catch (IOException | InterruptedException e) {
                thrown.set(e);
            }
        });
        Thread.sleep(200);
        runs.interrupt();

        assertThat(runs.join(Duration.ofSeconds(10))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aSignalIsNamedWithWhatItMeans() throws Exception {
        assertThat(sh("kill -KILL $$", LONG).killedBy())
                .contains("killed by signal 9 (SIGKILL: somebody killed it, or the host ran out of memory"
                        + " (dmesg says so then))");
        assertThat(HostProcess.killedBy(128 + 31)).contains("killed by signal 31");
        assertThat(HostProcess.killedBy(1)).isEmpty();
    }

    @Test
    void whatCannotBeStartedIsSaid() {
        assertThatThrownBy(() -> HostProcess.run(List.of("/no/such/program"), null, LONG, "none"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/program");
    }
}
