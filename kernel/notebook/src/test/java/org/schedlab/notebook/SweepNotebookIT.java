package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// What the notebook about sweeps claims, on the newest kernel; with `./schedlab test --long` on the oldest too.
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "run by ./schedlab test --long")
@Tag("notebook")
final class SweepNotebookIT extends NotebookRunner {
    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aSweep(Path kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("17-a-sweep.ipynb", kernel);

        String rows = notebook.text("var result");
        assertThat(rows).contains("10 cells", "slice_ns", "messages", "longest wait [ns]", "state hash");
        for (int seed = 1; seed <= 2; seed++) {
            List<Double> waits = waits(rows, seed);
            assertThat(waits)
                    .as("the longer the slices, the longer the waits")
                    .hasSize(5)
                    .isSorted();
            assertThat(waits.getLast()).isGreaterThan(5 * waits.getFirst());
        }
        assertThat(notebook.png("heatMap")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(notebook.text("account()")).contains("cells=10", "ran=0");
        assertThat(notebook.text("audit(0.1)")).contains("0 run now, 10 from the store, 1 audited, all equal");
        assertThat(notebook.text("slices.bisect"))
                .contains("longest wait [ns] at most 15000000 holds up to 8000000, fails from 16000000 on; 4 of 5");
        assertThat(notebook.printed("sweepSpec(slices)")).contains("\"schedlab_sweep\" : 1", "\"slice_ns\"");
        assertThat(notebook.text("var good")).contains("2 of 2 cells on 1 machines", "2 PASS", "verified instructions");
        assertThat(notebook.text("var unfair"))
                .contains("weights: FAIL heavy_to_light is")
                .doesNotContain("spin");
    }

    /// Of the rows of a seed, in the order of the slices.
    private static List<Double> waits(String table, int seed) {
        return Pattern.compile("(?m)^ *\\d+000000 +" + seed + " +\\d+ +(\\d+) ")
                .matcher(table)
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }
}
