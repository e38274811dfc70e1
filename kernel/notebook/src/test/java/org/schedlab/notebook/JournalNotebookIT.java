package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.testsupport.ExecutedNotebook;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever opens an executed notebook is at the end of any of its cells at once: no Java of it runs.
@Tag("notebook")
final class JournalNotebookIT {
    @TempDir
    static Path folder;

    @Test
    void aCellIsComeToByTheJournalThatTheNotebookCarries() throws IOException, InterruptedException {
        ScratchNotebook scratch = ScratchNotebook.in(folder);
        ExecutedNotebook told = scratch.execute(
                "told",
                List.of(
                        "%boot --topology 1n1l2c1t --memory 256M",
                        "attach(\"vtime\"); var crowd = spawn(workers(4).pipeIo()); run(ms(8));",
                        "steps(writeCold(\"w\", symbol(\"sysctl_sched_base_slice\"), u32(3_000_001))); run(ms(3)); vm().stateHash()",
                        "%rewind 2",
                        "run(ms(5)); vm().stateHash() // the other branch",
                        "run(ms(1)); crowd.stop(); detach(); vm().stateHash() // its end"));
        Path file = folder.resolve("executed-told.ipynb");

        ExecutedNotebook opened = scratch.execute(
                "opened",
                List.of(
                        "%rewind 3 --of " + file,
                        "vm().stateHash() // three",
                        "%rewind 6 --of " + file,
                        "vm().stateHash() // six",
                        "%rewind 5",
                        "vm().stateHash() // five",
                        "vm().schedulerState().opsName()",
                        "%rewind 1 --of " + file));

        assertThat(opened.text("%rewind 3")).contains("as it was after cell 3, by its journal, with the same bits");
        for (String rewind : List.of("%rewind 3", "%rewind 6")) {
            assertThat(opened.printed(rewind)).matches("\\s*scheduler vtime, seen at [0-9.]+ s: in charge already\\s*");
        }
        assertThat(opened.text("// three")).isEqualTo(told.text("sysctl_sched_base_slice"));
        assertThat(opened.text("// six")).isEqualTo(told.text("// its end"));
        assertThat(opened.text("// five"))
                .isEqualTo(told.text("// the other branch"))
                .isNotEqualTo(told.text("sysctl_sched_base_slice"));
        assertThat(opened.text("opsName()")).isEqualTo("vtime");
    }

    /// The first difference is told, and what to do.
    @Test
    void aNotebookThatCannotLeadThereSaysWhy() throws IOException, InterruptedException {
        ScratchNotebook scratch = ScratchNotebook.in(folder);
        ExecutedNotebook told = scratch.execute(
                "other", List.of("%boot --topology 1n1l1c1t --memory 256M", "run(ms(2)); vm().stateHash()"));
        Path file = folder.resolve("executed-other.ipynb");
        String text = Files.readString(file);
        Path otherKernel = Files.writeString(
                folder.resolve("kernel.ipynb"), text.replaceAll("(\"kernel_sha256\": \")[0-9a-f]{8}", "$100000000"));
        String hash = told.text("run(ms(2))");
        Path otherBits = Files.writeString(
                folder.resolve("bits.ipynb"),
                text.replaceAll("(\"state_hash\": \")" + hash.substring(0, 8), "$100000000"));
        Path noJournal = Files.writeString(folder.resolve("none.ipynb"), text.replace("\"journal\":", "\"journal-\":"));

        ExecutedNotebook opened = scratch.execute(
                "cannot",
                List.of(
                        "%rewind 2 --of " + otherKernel,
                        "%rewind 2 --of " + otherBits,
                        "%rewind 2 --of " + noJournal,
                        "%rewind 2 --of " + folder.resolve("nobody.ipynb"),
                        "%rewind warm --of " + file));

        assertThat(opened.error("kernel.ipynb")).contains("was executed on another machine", "kernel_sha256 is ");
        assertThat(opened.error("bits.ipynb")).contains("the journal of cell 2 leads elsewhere here", hash);
        assertThat(opened.error("none.ipynb")).contains("cell 2 has no journal");
        assertThat(opened.error("nobody.ipynb")).contains("cannot be read as a notebook");
        assertThat(opened.error("%rewind warm")).contains("leads to the ends of cells, not to 'warm'");
    }
}
