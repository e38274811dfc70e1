package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// What the notebook about a scheduler's end claims.
@Tag("notebook")
final class PostMortemNotebookIT extends NotebookRunner {
    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void postMortem(Path kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("18-post-mortem.ipynb", kernel);

        assertThat(notebook.text("var longOne")).contains("long-0", "quick-0", "scheduler: two");
        assertThat(notebook.printed("var more"))
                .contains("scheduler two ended at", "runnable task stall: long-0[", "%report tells what led to it");
        assertThat(notebook.text("var report = report()"))
                .startsWith("CAUSE  long-0:")
                .contains(
                        "two gave it no CPU",
                        "It was given to two_enqueue at",
                        "which put it into DSQ 1, and nobody took it out; it is number 1 of",
                        "two.bpf.c:8 if (enq_flags & SCX_ENQ_WAKEUP)");
        assertThat(notebook.text("report.section(\"ops\")")).contains("enq_flags=0x", "dispatch", "p=quick-0:");
        assertThat(notebook.text("every call of dispatch"))
                .contains("two.bpf.c:15 if (scx_bpf_dsq_move_to_local(QUICK)) {")
                .doesNotContain("LONG");
        assertThat(notebook.text("report.section(\"timeline\")")).contains("Who ran where: two", "1 CPUs");
        assertThat(notebook.printed("String log")).contains("0 lines were not understood");
        assertThat(notebook.text("String log"))
                .contains("runnable task stall: long-0[", "long-0:", "0x1", "scx_watchdog_workfn");
        assertThat(notebook.printed("Verdict.of")).contains("two is in charge");
        assertThat(notebook.text("Verdict.of")).contains("verdict: PASS");
        assertThat(notebook.text("report().toString()")).contains("true");
    }
}
