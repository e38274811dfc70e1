package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// What the notebook about queues claims, on the oldest kernel and the newest.
@Tag("notebook")
final class QueueNotebooksIT extends NotebookRunner {
    private static final Pattern FORETOLD = Pattern.compile("foretold: (\\d+) switches right, (\\d+) wrong");

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aRunQueueUnderGlass(Path kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("16-a-run-queue-under-glass.ipynb", kernel);

        assertThat(notebook.text("var three"))
                .contains("entities of the fair class: 4, at", "runs", "picked", "light-0:");
        assertThat(notebook.text("long lags"))
                .contains("4 tasks found, nr_running is 4")
                .containsPattern("lags: -?0\\.0");
        assertThat(notebook.text("queues(us(500), 80)")).contains("at 80 instants");
        Matcher foretold = FORETOLD.matcher(notebook.text("record Foretold"));
        assertThat(foretold.find()).isTrue();
        int right = Integer.parseInt(foretold.group(1));
        int wrong = Integer.parseInt(foretold.group(2));
        assertThat(right).isGreaterThan(20);
        assertThat(right / (double) (right + wrong)).isGreaterThan(0.9);
        assertThat(notebook.text("object(perCpu(\"runqueues\", \"cfs\", 0))")).contains("nr_queued", "sched_avg");
        assertThat(notebook.text("sibling")).contains("heavy-2", "<fair_sched_class>");
        assertThat(notebook.text("queues(ms(1), 40)")).contains("scheduler: vtime", "at 40 instants");
        assertThat(notebook.text("series.plot()")).contains("tasks in the DSQ", "200 points");
        assertThat(notebook.printed("assertThat(")).contains("is not always more than before", "sample 1 of 200");
    }
}
