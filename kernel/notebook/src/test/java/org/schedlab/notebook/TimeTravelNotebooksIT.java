package org.schedlab.notebook;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.testsupport.ExecutedNotebook;

import static org.assertj.core.api.Assertions.assertThat;

/// Notebooks of the course about a machine's past and its futures.
@Tag("notebook")
final class TimeTravelNotebooksIT extends NotebookRunner {
    @Test
    void rewind() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("06-rewind.ipynb");

        assertThat(notebook.text("? \"the same machine")).isEqualTo("the same machine, to the last bit");
        assertThat(notebook.error("later.table()")).contains("belong to a future that was undone");
        assertThat(notebook.error("destroyForcibly")).contains("QEMU was killed by signal 9");
        assertThat(notebook.text("? \"still the same")).isEqualTo("still the same machine, to the last bit");
        String checkpoints = notebook.text("%checkpoints");
        assertThat(hashOfCell(2, checkpoints))
                .isEqualTo(hashOfCell(5, checkpoints))
                .isEqualTo(hashOfCell(9, checkpoints))
                .isNotEqualTo(hashOfCell(6, checkpoints));
        assertThat(hashOfCell(6, checkpoints))
                .isEqualTo(hashOfCell(4, checkpoints))
                .isEqualTo(hashOfCell(15, checkpoints));
    }

    @Test
    void oneInstantThreeSchedulers() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("07-one-instant-three-schedulers.ipynb");

        String shares = notebook.text("futures.compare().table()");
        // kernel/sched/core.c, sched_prio_to_weight: 1024 for nice 0, 110 for nice 10
        assertThat(cpu("vtime", "heavy", shares) / cpu("vtime", "light", shares))
                .isBetween(6.5, 11.0);
        assertThat(cpu("eevdf", "heavy", shares) / cpu("eevdf", "light", shares))
                .isBetween(8.0, 11.0);
        assertThat(cpu("fifo", "heavy", shares) / cpu("fifo", "light", shares)).isBetween(0.9, 1.1);
        assertThat(delay("fifo", "timer", shares)).isGreaterThan(900);
        assertThat(delay("eevdf", "timer", shares)).isLessThan(200);
        assertThat(notebook.text("futures.compare().chart()")).contains("CPU time [ms]: series: fifo, vtime, eevdf");
        assertThat(notebook.png("futures.compare().chart()")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(notebook.text("bySlice.compare()")).contains("slice 1 ms", "slice 5 ms", "slice 20 ms");
        assertThat(notebook.text("var again")).isEqualTo("true");
    }

    @Test
    void reproduceMe() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("08-reproduce-me.ipynb");

        assertThat(notebook.text("Verdict.of"))
                .startsWith("verdict: FAIL (1 FAIL)")
                .containsPattern("workers with less than 50 of 500 ms  [1-4] +at most 0");
        assertThat(notebook.text("%provenance")).contains("mode", "virtual time", "scheduler newest sha256");
    }

    private static String hashOfCell(int cell, String checkpoints) {
        return Pattern.compile("(?m)^ +" + cell + " .* (\\w{64})")
                .matcher(checkpoints)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static double cpu(String future, String workers, String shares) {
        return sum(1, future, workers, shares);
    }

    private static double delay(String future, String workers, String shares) {
        return sum(2, future, workers, shares);
    }

    /// The sum of a column, in ms.
    private static double sum(int group, String future, String workers, String shares) {
        List<MatchResult> rows = Pattern.compile(
                        "(?m)^" + future + " +\\S+ +\\d+ +" + workers + "-\\d +([\\d.]+) +([\\d.]+) ")
                .matcher(shares)
                .results()
                .toList();
        assertThat(rows).hasSize(2);
        return rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.group(group)))
                .sum();
    }
}
