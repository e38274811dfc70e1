package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.testsupport.ExecutedNotebook;

import static org.assertj.core.api.Assertions.assertThat;

/// The notebooks, executed by nbclient on a real kernel with a real machine, and what their cells
/// show.
@Tag("notebook")
final class NotebookIT extends NotebookRunner {
    @Test
    void coldPath() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("01-cold-path.ipynb");

        assertThat(notebook.text("%boot")).contains("on 1n1l4c1t, virtual time, quantum 20 µs, 512 MiB of memory");
        assertThat(notebook.text("%scheduler")).startsWith("vtime is in charge");

        assertThat(notebook.text("replies.table()"))
                .containsPattern("seed +task \\d+: scx.dsq_vtime +u64 +\\d+ +2592000000000000 +true")
                .containsPattern("dsq_vtime +task \\d+: scx.dsq_vtime +u64 +2592000000000000 +true")
                .containsPattern("nr_running +runqueues.nr_running of CPU 0 +unsigned int +0 +true")
                .containsPattern("jiffies +jiffies_64 +u64 +429489\\d{4} +true");
        assertThat(notebook.html("replies.table()")).contains("<table", "2592000000000000");
        assertReadmeShows(notebook.shown("replies.table()"));

        assertThat(notebook.text("series.plot()"))
                .contains("chart: runqueues.nr_running", "CPU 3: series: CPU 3 (200 points)");
        assertThat(notebook.html("series.plot()")).contains("data:image/svg+xml;base64,");
        assertThat(notebook.png("series.plot()")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(notebook.text("series.summary()")).containsPattern("over 200 samples");

        assertThat(notebook.error("\"scx.dsq_vtme\""))
                .contains("has no member 'dsq_vtme'", "nearest names: dsq_vtime", "nothing was written");
        assertThat(notebook.error("task(spinners, \"scx.dsq_vtime\"), u64(thirtyDays)"))
                .contains("refused by layer 4 (on_rq)", "needed: on_rq 0", "nothing was written");
        assertThat(notebook.error("number(5_000_000_000L)"))
                .contains("number(5000000000) does not fit", "0 to 4294967295", "nothing was written");
        assertThat(notebook.text("observe(")).containsPattern("vtime +task \\d+: scx.dsq_vtime +u64 +\\d+ +true");
        assertThat(notebook.text("freezes().summary()"))
                .containsPattern("sample runqueues.nr_running +200 +804 +0 +\\d+");
    }

    /// The same kernel gives the same bits everywhere; under another one the README tells of its own.
    private static void assertReadmeShows(String table) throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        Matcher kernel = Pattern.compile("Linux \\S+").matcher(table);
        assertThat(kernel.find()).as(table).isTrue();
        if (readme.contains(kernel.group())) {
            assertThat(readme).contains(table.strip());
        }
    }

    @Test
    void yourFirstScheduler() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("02-your-first-scheduler.ipynb");

        assertThat(notebook.text("the only queue")).startsWith("mine is in charge");
        assertThat(notebook.text("%scheduler vtime")).startsWith("vtime is in charge");
        double unweighted = shareOfNice10(notebook.text("underMine"));
        double weighted = shareOfNice10(notebook.text("underVtime"));
        // kernel/sched/core.c, sched_prio_to_weight: 1024 for nice 0, 110 for nice 10; a tenth of the CPU at most
        assertThat(unweighted).isBetween(0.42, 0.54);
        assertThat(weighted).isBetween(0.05, 0.25);

        assertThat(notebook.error("SCX_SLICE_DLF"))
                .contains("the scheduler mine does not compile: one error")
                .contains("line 5: use of undeclared identifier 'SCX_SLICE_DLF'")
                .contains("scx_bpf_dsq_insert(p, WAITING, SCX_SLICE_DLF, enq_flags);");
        assertThat(notebook.error("%%scheduler counting"))
                .contains("the kernel's verifier rejects the scheduler counting, in mine_enqueue")
                .contains("line 9: R0 invalid mem access 'map_value_or_null'")
                .contains("*count += 1;", "vtime is in charge");
        assertThat(notebook.text("opsName()")).contains("vtime");
    }

    private static double shareOfNice10(String table) {
        double[] cpu = new double[2];
        Matcher row = Pattern.compile("nice(0|10)-\\d +\\w+ +\\d+ +([\\d.]+)").matcher(table);
        while (row.find()) {
            cpu[row.group(1).equals("0") ? 0 : 1] += Double.parseDouble(row.group(2));
        }
        assertThat(cpu[0] + cpu[1]).as(table).isBetween(3_800.0, 4_400.0);
        return cpu[1] / (cpu[0] + cpu[1]);
    }

    @Test
    void theSameNotebookShowsTheSameBits() throws IOException, InterruptedException {
        List<String> cells = List.of("replies.table()", "series.plot()", "series.summary()", "observe(");
        ExecutedNotebook one = run("01-cold-path.ipynb");
        ExecutedNotebook other = run("01-cold-path.ipynb");
        for (String cell : cells) {
            assertThat(other.text(cell)).isEqualTo(one.text(cell));
            assertThat(other.html(cell)).isEqualTo(one.html(cell));
        }
    }
}
