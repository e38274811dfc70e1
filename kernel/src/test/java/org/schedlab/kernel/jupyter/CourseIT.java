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
