package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.notebook.HistoryFile.Entry;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryFileTest {
    private static final long LIMIT = 2000;

    @TempDir
    Path folder;

    private HistoryFile session() {
        return new HistoryFile(folder.resolve("cells"), LIMIT);
    }

    @Test
    void theOlderHalfGoesWhenTheFileIsFull() throws IOException {
        HistoryFile one = session();
        for (int line = 1; line <= 200; line++) {
            one.append(line, "cell " + line, "");
            assertThat(Files.size(folder.resolve("cells"))).isLessThanOrEqualTo(LIMIT);
        }
        assertThat(session().earlier())
                .extracting(Entry::line)
                .hasSizeGreaterThan(15)
                .isEqualTo(IntStream.rangeClosed(session().earlier().getFirst().line(), 200)
                        .boxed()
                        .toList());
    }

    @Test
    void sessionsAreCountedInTheOrderOfTheirFirstCells() {
        HistoryFile one = session();
        HistoryFile other = session();
        other.append(1, "a", "");
        one.append(1, "b", "");
        other.append(2, "c", "");
        assertThat(one.session()).isEqualTo(2);
        assertThat(one.earlier()).extracting(Entry::input).containsExactly("a", "c");
        assertThat(session().earlier()).extracting(Entry::session).containsExactly(1, 2, 1);
    }

    @Test
    void aVeryLongCellIsNotKeptAndALongOutputIsCut() throws IOException {
        HistoryFile one = new HistoryFile(folder.resolve("cells"));
        one.append(1, "x".repeat(100_000), "");
        one.append(2, "short", "y".repeat(1_000_000));
        assertThat(session().earlier()).extracting(Entry::input).containsExactly("short");
        assertThat(Files.size(folder.resolve("cells"))).isLessThan(5_000);
    }

    @Test
    void aFolderThatIsNotThereIsNoHarm() {
        HistoryFile none = new HistoryFile(folder.resolve("nowhere").resolve("cells"), LIMIT);
        none.append(1, "a", "");
        assertThat(none.earlier()).isEmpty();
    }
}
