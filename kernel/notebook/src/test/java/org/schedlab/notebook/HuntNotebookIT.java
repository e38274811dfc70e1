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

/// What the notebook about hunts claims.
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "run by ./schedlab test --long")
@Tag("notebook")
final class HuntNotebookIT extends NotebookRunner {
    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void hunt(Path kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("19-a-hunt.ipynb", kernel);

        assertThat(notebook.text("var found")).contains("6 scenarios under lost from seed 20", "1 finds", "spawn ");
        assertThat(notebook.text("found.table()")).contains("new features", "1n1l2c1t");
        assertThat(notebook.text("getFirst().cell()")).contains("spawn(workers(", "run(ms(");
        assertThat(notebook.printed("Files.list"))
                .contains("FoundByHuntIT.java\nfind.ipynb\njournal.json\nscenario.json\ntimeline.html");
        assertThat(notebook.text("queues()")).contains("moved-0");
        assertThat(notebook.text("requireHolds")).contains("true");
    }
}
