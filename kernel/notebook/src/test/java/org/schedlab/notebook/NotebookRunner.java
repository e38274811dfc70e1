package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.testsupport.ExecutedNotebook;

/// Tests of the repository's notebooks, which nbclient executes on the kernel of this build, each
/// class in a folder of its own.
abstract class NotebookRunner {
    @TempDir
    static Path folder;

    private static NotebookExecution execution;

    @BeforeAll
    static void writeKernelSpecification() throws IOException {
        execution = NotebookExecution.onThisBuild(folder);
    }

    /// As [NotebookExecution#run(String)].
    static ExecutedNotebook run(String name) throws IOException, InterruptedException {
        return execution.run(name);
    }

    /// As [NotebookExecution#run(String, Path)].
    static ExecutedNotebook run(String name, Path kernel) throws IOException, InterruptedException {
        return execution.run(name, kernel);
    }

    /// As [NotebookExecution#execute(Path)], on a kernel of one's own choice.
    static ExecutedNotebook execute(Path notebook, Path kernel) throws IOException, InterruptedException {
        return execution.execute(notebook, kernel);
    }
}
