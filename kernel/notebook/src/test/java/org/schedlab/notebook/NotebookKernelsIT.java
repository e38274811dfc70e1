package org.schedlab.notebook;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelSeries;

import static org.assertj.core.api.Assertions.assertThat;

/// Notebooks on the oldest kernel that schedlab is made for: no cell fails that is not marked to fail. Those that name
/// fields and functions run here always; all of them on all three kernels run with
/// `./schedlab test --all-kernels`, which takes a while.
@Tag("notebook")
final class NotebookKernelsIT extends NotebookRunner {
    private static final String ALL = "schedlab.allKernels";
    private static final List<String> MOST_PARTICULAR =
            List.of("02-your-first-scheduler.ipynb", "10-eevdf-by-its-fields.ipynb");

    static Stream<Arguments> notebooksAndKernels() throws IOException {
        boolean all = Boolean.getBoolean(ALL);
        List<String> notebooks = all ? NotebookExecution.names() : MOST_PARTICULAR;
        List<KernelSeries> kernels = all ? KernelSeries.tested() : List.of(KernelSeries.oldest());
        return kernels.stream().flatMap(series -> notebooks.stream().map(name -> Arguments.of(name, series)));
    }

    @ParameterizedTest
    @MethodSource("notebooksAndKernels")
    void runs(String name, KernelSeries series) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run(name, series.require(Folders.ofUser()));

        assertThat(notebook.text("%boot")).contains("Linux " + series.number() + ".");
    }
}
