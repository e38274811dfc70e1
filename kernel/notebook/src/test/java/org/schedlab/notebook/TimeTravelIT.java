package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.testsupport.ExecutedNotebook;

import static org.assertj.core.api.Assertions.assertThat;

/// Rewinds in a notebook, by nbclient, on a real machine.
@Tag("notebook")
class TimeTravelIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aCellRunAgainAfterARewindGivesTheSameBits() throws IOException, InterruptedException {
        ExecutedNotebook notebook = ScratchNotebook.in(folder)
                .execute(
                        "rewind",
                        List.of(
                                "%boot --topology 1n1l4c1t",
                                "attach(\"vtime\"); var w = spawn(workers(6).spinning());",
                                "run(ms(20))",
                                "var first = vm().stateHash(); first",
                                "%rewind 2",
                                "run(ms(20))",
                                "var second = vm().stateHash(); second.equals(first) ? \"the same\" : second",
                                "w.report().size() + \" workers\"",
                                "var later = spawn(workers(2).sleeping());",
                                "vm().guest_is_no_word",
                                "%rewind 6",
                                "later.report()",
                                "%rewind 12345",
                                "%checkpoints"));

        assertThat(notebook.text("%rewind 2")).startsWith("back at the end of cell 2: the guest's clock stands at");
        assertThat(notebook.text("second.equals")).contains("the same");
        assertThat(notebook.text("w.report()")).contains("6 workers");
        assertThat(notebook.error("later.report()")).contains("belong to a future that was undone");
        assertThat(notebook.error("%rewind 12345"))
                .contains("no checkpoint '12345'", "available: 1, 2, 3, 5, 6, 9, 11");
        assertThat(notebook.text("%checkpoints")).contains("state hash", "checkpoints: 7");
    }

    @Test
    void aCrashedMachineComesBackInOneCell() throws IOException, InterruptedException {
        ExecutedNotebook notebook = ScratchNotebook.in(folder)
                .execute(
                        "crash",
                        List.of(
                                "%boot --topology 1n1l1c1t",
                                "run(ms(5)); vm().instant().guestTimeNanos()",
                                "ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly)",
                                "run(ms(7))",
                                "tasks().rowCount()",
                                "%rewind",
                                "run(ms(3)); vm().tasks().size() > 20"));

        assertThat(notebook.error("run(ms(7))")).contains("QEMU was killed by signal 9");
        assertThat(notebook.error("tasks().rowCount()")).contains("%rewind comes back to the last checkpoint");
        assertThat(notebook.text("%rewind")).startsWith("back at the latest checkpoint");
        assertThat(notebook.text("run(ms(3))")).contains("true");
    }
}
