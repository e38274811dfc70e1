package org.schedlab.lab.export;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.recorder.Recording;

import static org.assertj.core.api.Assertions.assertThat;

/// What `trace-cmd report` reads out of a `trace.dat` is what the recording's own text says.
class TraceCmdIT {
    @TempDir
    private Path folder;

    @BeforeAll
    static void traceCmdIsHere() {
        TraceCmd.assumeItIsHere();
    }

    @Test
    void everyKindOfEventIsReported() throws Exception {
        Recording recording = Recordings.ofEveryKind();
        List<String> report = TraceCmd.report(recording, folder);
        assertThat(report).first().isEqualTo("cpus=2");
        assertThat(TraceCmd.events(report))
                .isEqualTo(TraceCmd.expected(recording, folder))
                .hasSize(21)
                .contains("101 [000] 3.000005001: sched_switch: prev_comm=alice prev_pid=101 prev_prio=120"
                        + " prev_state=R+ ==> next_comm=bob next_pid=102 next_prio=98");
        // One name for each pid, the last.
        assertThat(report.get(1)).startsWith("      alice-late-101 ");
    }

    @Test
    void manyEventsOverManyPagesAreReported() throws Exception {
        Recording recording = Recordings.busy(4, 50, 20_000, 5);
        assertThat(TraceCmd.events(TraceCmd.report(recording, folder)))
                .isEqualTo(TraceCmd.expected(recording, folder))
                .hasSizeGreaterThan(20_000);
    }

    @Test
    void nothingElseIsLeftInTheFolder() {
        TraceDat.write(Recordings.ofEveryKind(), folder.resolve("trace.dat"));
        assertThat(folder.toFile().list()).containsExactly("trace.dat");
    }
}
