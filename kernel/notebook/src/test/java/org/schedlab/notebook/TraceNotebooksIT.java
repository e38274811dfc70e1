package org.schedlab.notebook;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelSeries;

import static org.assertj.core.api.Assertions.assertThat;

/// What the notebooks about the flight recorder claim: one on the oldest kernel, one on the newest.
@Tag("notebook")
final class TraceNotebooksIT extends NotebookRunner {
    /// Both ends with `./schedlab test --all-kernels`.
    private static List<KernelSeries> ends(KernelSeries usual) {
        return Boolean.getBoolean("schedlab.allKernels")
                ? List.of(KernelSeries.oldest(), KernelSeries.newest())
                : List.of(usual);
    }

    static List<KernelSeries> forWhy() {
        return ends(KernelSeries.oldest());
    }

    static List<KernelSeries> forWorkConservation() {
        return ends(KernelSeries.newest());
    }

    @Test
    void whoRanWhere() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("11-who-ran-where.ipynb");

        assertThat(notebook.png("last(ms(30)).timeline()")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(notebook.text("last(ms(30)).timeline()")).containsPattern("4 CPUs, \\d+ tasks, \\d+ wake-ups");
        List<List<Long>> cpus = rows("(?m)^ +\\d  +(\\d+)  +(\\d+)  +(\\d+)  ", notebook.text("t.cpus()"));
        assertThat(cpus)
                .hasSize(4)
                .allSatisfy(parts -> assertThat(
                                parts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(30_000_000));
        assertThat(notebook.text("last(ms(500)).migrations()")).contains("load balancing");
        assertThat(notebook.text("boolean same")).contains("true");
    }

    @ParameterizedTest
    @MethodSource("forWhy")
    void whyWasItLate(KernelSeries kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("12-why-was-it-late.ipynb", kernel.require(Folders.ofUser()));

        assertMostly("affinity", notebook.text("trace().why(trace().worst(1, \"pinned\"))"));
        assertMostly("throttled", notebook.text("named(\"held\")"));
        assertMostly("in a DSQ", notebook.text("attach(\"fifo\")"));
        assertMostly("waker waited", notebook.text("mutexContention"));
    }

    /// The parts sum to the whole, and most of it is of one kind.
    private static void assertMostly(String cause, String text) {
        long whole = rows("did not run for (\\d+) ns", text).getFirst().getFirst();
        List<List<Long>> all = rows("(?m)^ +\\d{8,}  +(\\d+)  +[\\d.]+  ", text);
        assertThat(all.stream().mapToLong(List::getFirst).sum()).as(text).isEqualTo(whole);
        List<List<Long>> ofIt = rows("(?m)^ +\\d{8,}  +(\\d+)  +[\\d.]+  " + cause, text);
        assertThat(ofIt.stream().mapToLong(List::getFirst).sum()).as(text).isGreaterThan(whole * 8 / 10);
    }

    @ParameterizedTest
    @MethodSource("forWorkConservation")
    void workConservation(KernelSeries kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("13-work-conservation.ipynb", kernel.require(Folders.ofUser()));

        List<Long> lost = rows(
                        "in 200 ms: (\\d+)\\.\\d+ ms under halves, (\\d+)\\.\\d+ ms under whole",
                        notebook.text("String.format(\"CPU time lost"))
                .getFirst();
        assertThat(lost.get(0)).as("two of four CPUs, most of 200 ms").isGreaterThan(300);
        assertThat(lost.get(1)).isLessThan(5);
        assertThat(notebook.text("own.atLeast"))
                .contains("scheduler: EEVDF", "of CPU time")
                .doesNotContain("whole");
    }

    /// The numbers of each match.
    private static List<List<Long>> rows(String pattern, String text) {
        List<List<Long>> rows = Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> IntStream.rangeClosed(1, found.groupCount())
                        .mapToObj(i -> Long.valueOf(found.group(i)))
                        .toList())
                .toList();
        assertThat(rows).as("%s in %s", pattern, text).isNotEmpty();
        return rows;
    }
}
