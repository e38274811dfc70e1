package org.schedlab.notebook;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.testsupport.ExecutedNotebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Notebooks of the course whose numbers can be told from theory.
@Tag("notebook")
final class CourseIT extends NotebookRunner {
    @Test
    void whatIsThis() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("00-what-is-this.ipynb");

        assertThat(numbers("(?m)^ +(\\d) +0 +\\d +0-3 +MC 4$", notebook.text("topology()")))
                .containsExactly(0L, 1L, 2L, 3L);
        // the agent is at its freeze point, sleeps, or is on its way there: kernel/sched/core.c, __schedule() takes a
        // task whose state says so
        // off the run queue
        assertThat(notebook.text("var all"))
                .containsPattern(" 1 +1 +init +(?:SLEEPING|RUNNING) +0 +SCHED_FIFO +rt_sched_class +[01] ");
        List<Long> byClass = numbers("_sched_class +(\\d+)", notebook.text("countBy"));
        long tasks = numbers("tasks: (\\d+)", notebook.text("countBy")).getFirst();
        assertThat(byClass.stream().mapToLong(Long::longValue).sum()).isEqualTo(tasks);

        long before = jiffies(notebook.text("\"before\""));
        assertThat(jiffies(notebook.text("after a pause"))).isEqualTo(before);
        // Debian's kernels: CONFIG_HZ=250, and CONFIG_NO_HZ_IDLE or more: no tick on an idle CPU
        assertThat(jiffies(notebook.text("idle for 100 ms")) - before).isBetween(0L, 24L);
        assertThat(jiffies(notebook.text("\"at work for 100 ms\"")) - jiffies(notebook.text("\"at work\"")))
                .isEqualTo(25);

        List<Double> cpuMillis = cpuMillis("spin-\\d", notebook.text("five.table()"));
        assertThat(cpuMillis).hasSize(5);
        assertThat(cpuMillis.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(4 * 200, within(40.0));
    }

    @Test
    void weightsAndFairness() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("03-weights-and-fairness.ipynb");

        assertThat(notebook.text("underEevdf.cgroupTable()")).containsPattern("heavy +300 +1 +1[45]\\d\\d\\.");
        String claims = notebook.text("fair.table()");
        assertThat(claims).startsWith("verdict: PASS (3 PASS)");
        assertThat(decimal("share +EEVDF +(\\S+) ", claims)).isCloseTo(0.75, within(0.015));
        assertThat(decimal("share +vtime +(\\S+) ", claims)).isCloseTo(0.75, within(0.015));
        assertThat(decimal("share +fifo +(\\S+) ", claims)).isCloseTo(0.5, within(0.01));
        assertThat(notebook.text(".within(0.02, 0.75)).table()")).startsWith("verdict: FAIL");
        assertThat(notebook.png("turning.chart()")).startsWith(0x89, 'P', 'N', 'G');
        String turning = notebook.text("turning.cgroupTable()");
        for (int phase = 1; phase <= 3; phase++) {
            double light = Math.pow(3, phase - 2);
            assertThat(decimal("(?m)^ +" + phase + " .*light +\\d+ +1 +\\S+ +\\S+ +(\\S+) ", turning))
                    .as("light's share in phase " + phase)
                    .isCloseTo(100 * light / (1 + light), within(2.0));
        }
        assertThat(decimal("half +100 +1 +(\\S+)", notebook.text("limited.cgroupTable()")))
                .isCloseTo(1000, within(60.0));
        assertThat(notebook.error("weight(0)")).contains("no cgroup can have the weight 0", "1 to 10000");
    }

    @Test
    void wakeUps() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("04-wakeups.ipynb");

        assertThat(decimal("timer-0 +(?:199|200) +(\\S+) ", notebook.text("quiet.table()")))
                .as("median on an idle machine, in us")
                .isBetween(1.0, 40.0);
        String verdict = notebook.text("eevdf.and(fifo).table()");
        assertThat(verdict).startsWith("verdict: FAIL (3 FAIL, 21 PASS)");
        assertThat(decimal("PASS +99th percentile of wake-up latency of timer-0 +EEVDF +(\\S+) ", verdict))
                .isLessThan(8000);
        // the slice of fifo is 20 ms, and two hogs share each CPU
        assertThat(decimal("FAIL +99th percentile of wake-up latency of timer-0 +fifo +(\\S+) ", verdict))
                .isBetween(20_000.0, 80_000.0);
        assertThat(notebook.png("underFifo.latencies().chart()")).startsWith(0x89, 'P', 'N', 'G');
        for (String ring : List.of("pipe-free", "pipe-one", "futex-free", "futex-one")) {
            assertThat(numbers("(?m)^" + ring + "-\\d +(\\d+) ", notebook.text("hops.put")))
                    .as(ring)
                    .hasSize(4)
                    .allMatch(hops -> hops > 100);
        }
        assertThat(notebook.text("overFutex(")).startsWith("verdict: PASS (2 PASS)");
    }

    @Test
    void aSchedulerThatFails() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("05-a-scheduler-that-fails.ipynb");

        assertThat(notebook.text("%scheduler fails")).startsWith("fails is in charge");
        assertThat(notebook.text("knobs()")).containsPattern("slice_ns +u64 +constant +4000000 +false");
        assertThat(notebook.text("%exit"))
                .contains("SCX_EXIT_ERROR_STALL (1026)", "runnable task stall", "scx_watchdog_workfn", "CPU 3");
        assertThat(notebook.html("%exit"))
                .startsWith("<div>")
                .contains("SCX_EXIT_ERROR_STALL (1026)", "runnable task stall");
        assertThat(notebook.text("\"CPUs kept busy")).startsWith("verdict: FAIL");
        assertThat(decimal("spinning workers +(\\S+) ", notebook.text("\"CPUs kept busy")))
                .isCloseTo(2, within(0.05));
        assertThat(notebook.error("%scheduler rejected"))
                .contains(
                        "rejects the scheduler rejected, in rejected_enqueue",
                        "map_value_or_null",
                        "fails is in charge");
        assertThat(notebook.text("schedulerHistory()"))
                .containsSubsequence(
                        "attach",
                        "ended by itself",
                        "SCX_EXIT_ERROR_STALL",
                        "restart",
                        "SCX_EXIT_ERROR_BPF",
                        "restart",
                        "non-existent DSQ",
                        "restart",
                        "refused");
    }

    @Test
    void readingTheRunQueue() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("09-reading-the-run-queue.ipynb");

        String moment = notebook.text("moment.table()");
        long fair = row("fair", moment);
        // kernel/sched/sched.h, struct rq: nr_running counts the tasks of all classes
        assertThat(row("nr_running", moment)).isEqualTo(fair + row("real time", moment));
        assertThat(fair).isBetween(1L, 6L);
        assertThat(row("real time", moment)).as("the agent sleeps").isZero();
        assertThat(row("who runs", moment)).as("a worker").isGreaterThan(1);
        assertThat(notebook.text("fair.plot()")).contains("CPU 3: series: CPU 3 (200 points)");
        String windows = notebook.text("windows.summarize");
        assertThat(decimal("(?m)^ +1 +[\\d.]+ +([\\d.]+)$", windows))
                .as("alone")
                .isLessThan(1);
        assertThat(decimal("(?m)^ +2 +[\\d.]+ +([\\d.]+)$", windows))
                .as("two that share")
                .isBetween(1.5, 4.0);
    }

    @Test
    void eevdfByItsFields() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("10-eevdf-by-its-fields.ipynb");

        String lags = notebook.text("V - zero_vruntime");
        assertThat(decimal("from the tasks: +(\\S+) ns", lags))
                .as("the weighted average, here and in the kernel")
                .isCloseTo(decimal("from the kernel: +(\\S+) ns", lags), within(1.0));
        assertThat(decimal("lag of heavy (\\S+) us", lags))
                .isCloseTo(-decimal("of light (\\S+) us", lags), within(0.11));
        String furthest = notebook.text("furthest from its share");
        // kernel/sched/fair.c, entity_lag(): the lag of a task is kept within two slices, or a tick (4 ms) if that is
        // more
        assertThat(decimal("share: (\\S+) ms", furthest)).isBetween(0.1, 4.0);
        assertThat(notebook.png("createXYLineChart")).startsWith(0x89, 'P', 'N', 'G');
        List<Double> cpuMillis = cpuMillis("(?:heavy|light)-0", notebook.text("heavy.table().append"));
        // kernel/sched/core.c, sched_prio_to_weight: 1024 for nice 0, 110 for nice 10
        assertThat(cpuMillis.get(0) / cpuMillis.get(1)).isCloseTo(1024.0 / 110, within(0.5));
    }

    private static long row(String tag, String table) {
        return numbers("(?m)^ +\\d+ +" + tag + " +\\S+ of CPU 0 +\\w+(?: int)? +(\\d+) ", table)
                .getFirst();
    }

    /// The column `CPU time [ms]` of a table of workers.
    private static List<Double> cpuMillis(String comm, String table) {
        return Pattern.compile(comm + " +\\w+ +\\d+ +([\\d.]+) ")
                .matcher(table)
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }

    private static double decimal(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Double.parseDouble(found.group(1).replace(",", ""));
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
