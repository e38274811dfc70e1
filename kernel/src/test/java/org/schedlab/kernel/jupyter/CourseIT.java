package org.schedlab.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Notebooks of the course whose numbers can be told from theory.
final class CourseIT {
    @TempDir
    static Path folder;

    private static NotebookExecution execution;

    @BeforeAll
    static void writeKernelSpecification() throws IOException {
        execution = NotebookExecution.onThisBuild(folder);
    }

    @Test
    void whatIsThis() throws IOException, InterruptedException {
        ExecutedNotebook notebook = execution.run("00-what-is-this.ipynb");

        assertThat(numbers("(?m)^ +(\\d) +0 +\\d +0-3 +MC 4$", notebook.text("topology()")))
                .containsExactly(0L, 1L, 2L, 3L);
        // include/linux/sched.h: TASK_RUNNING is the only state that may be on a run queue; here it is the agent, FIFO
        assertThat(notebook.text("var all")).containsPattern(" 1 +1 +init +RUNNING +0 +SCHED_FIFO +rt_sched_class +1 ");
        List<Long> byClass = numbers("_sched_class +(\\d+)", notebook.text("countBy"));
        long tasks = numbers("^tasks: (\\d+)", notebook.text("countBy")).getFirst();
        assertThat(byClass.stream().mapToLong(Long::longValue).sum()).isEqualTo(tasks);

        long before = jiffies(notebook.text("\"before\""));
        assertThat(jiffies(notebook.text("after a pause"))).isEqualTo(before);
        // Debian's kernels: CONFIG_HZ=250
        assertThat(jiffies(notebook.text("100 ms later")) - before).isEqualTo(25);

        List<Long> cpuMicros = numbers("spin-\\d +\\d+ +(\\d+)", notebook.text("five.table()"));
        assertThat(cpuMicros).hasSize(5);
        assertThat(cpuMicros.stream().mapToLong(Long::longValue).sum()).isCloseTo(4 * 200_000L, within(40_000L));
    }

    @Test
    void readingTheRunQueue() throws IOException, InterruptedException {
        ExecutedNotebook notebook = execution.run("09-reading-the-run-queue.ipynb");

        String moment = notebook.text("moment.table()");
        long fair = row("fair", moment);
        // kernel/sched/sched.h, struct rq: nr_running counts the tasks of all classes
        assertThat(row("nr_running", moment)).isEqualTo(fair + row("real time", moment));
        assertThat(fair).isBetween(1L, 6L);
        assertThat(row("who runs", moment)).isEqualTo(1);
        assertThat(notebook.text("fair.plot()")).contains("CPU 3: series: CPU 3 (200 points)");
        assertThat(notebook.text("each10ms.summary()")).containsPattern("Mean +\\d+\\.\\d+");
    }

    @Test
    void eevdfByItsFields() throws IOException, InterruptedException {
        ExecutedNotebook notebook = execution.run("10-eevdf-by-its-fields.ipynb");

        String lags = notebook.text("V - zero_vruntime");
        assertThat(decimal("from the tasks: +(\\S+) ns", lags))
                .as("the weighted average, here and in the kernel")
                .isCloseTo(decimal("from the kernel: +(\\S+) ns", lags), within(1.0));
        assertThat(decimal("lag of heavy (\\S+) us", lags)).isCloseTo(-decimal("of light (\\S+) us", lags), within(0.11));
        String furthest = notebook.text("furthest from its share");
        // kernel/sched/fair.c, entity_lag(): the lag of a task is kept within two slices, or a tick (4 ms) if that is more
        assertThat(decimal("share: (\\S+) ms", furthest)).isBetween(0.1, 4.0);
        assertThat(notebook.png("createXYLineChart")).startsWith(0x89, 'P', 'N', 'G');
        List<Long> cpuMicros = numbers("(?:heavy|light)-0 +\\d+ +(\\d+)", notebook.text("heavy.table().append"));
        // kernel/sched/core.c, sched_prio_to_weight: 1024 for nice 0, 110 for nice 10
        assertThat((double) cpuMicros.get(0) / cpuMicros.get(1)).isCloseTo(1024.0 / 110, within(0.5));
    }

    private static long row(String tag, String table) {
        return numbers("(?m)^ +\\d+ +" + tag + " +\\S+ of CPU 0 +\\w+(?: int)? +(\\d+) ", table).getFirst();
    }

    private static double decimal(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private static long jiffies(String table) {
        return numbers("jiffies_64 +u64 +(\\d+)", table).getFirst();
    }

    private static List<Long> numbers(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .filter(found -> found.groupCount() > 0)
                .map(CourseIT::first)
                .toList();
    }

    private static Long first(MatchResult found) {
        return Long.valueOf(found.group(1));
    }
}
