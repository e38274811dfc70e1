package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// What the notebook about tuning claims, on the newest kernel; with `./schedlab test --long` on the oldest
/// too.
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "run by ./schedlab test --long")
@Tag("notebook")
final class TuningNotebookIT extends NotebookRunner {
    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void tuningWithoutNoise(Path kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("20-tuning-without-noise.ipynb", kernel);

        assertThat(notebook.text("var tuned"))
                .contains(
                        "tuning vtime on seeds 1, 2: longest wait [ns], mean of the cells, less is better; 10 settings")
                .containsPattern("(?m)^ *1 +5000000 +\\d\\S* +default")
                .containsPattern("(?m)^ *\\d+ +\\d+ +\\d\\S* +best");
        assertThat(notebook.png("tuned.chart()")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(notebook.printed("tuned.sentence()"))
                .contains("vtime tuned on seeds 1, 2, 10 settings tried: best is slice_ns=")
                .contains(
                        "On the seeds 3 to 10, which the search did not see, the gain holds: longest wait [ns]: vtime");
        assertThat(notebook.text("tuned.gain()")).contains("the gain holds");
        assertThat(notebook.printed("lucky.sentence()")).contains("tuned on seed 1, 6 settings tried");
        assertThat(notebook.text("var both")).contains("no other setting is as good in all", "against the default [%]");
        assertThat(notebook.png("both.chart()")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(notebook.text("var modes")).containsPattern("(?m)^ *\\d+ +2 .*seed 1: ");
        assertThat(notebook.text("print().equals")).contains("true");
    }
}
