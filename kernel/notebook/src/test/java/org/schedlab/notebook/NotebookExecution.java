package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

/// Executes the repository's notebooks with nbclient on a kernel specification named `schedlab`.
///
/// @param jupyterPath the folder with the specification below it; the executed notebooks are written
///     into it
record NotebookExecution(Path jupyterPath) {
    private static final Path NOTEBOOKS = Path.of("../../notebooks").toAbsolutePath();
    private static final Path SCRIPT =
            Path.of("src/test/python/execute_notebook.py").toAbsolutePath();

    /// A specification of the kernel of this build, and what executes on it.
    static NotebookExecution onThisBuild(Path folder) throws IOException {
        TestKernelSpecification.write(folder, "schedlab", Main.class);
        return new NotebookExecution(folder);
    }

    /// Runs all cells; fails when one fails that is not marked to fail.
    ///
    /// @param name the file's name in `notebooks/`
    ExecutedNotebook run(String name) throws IOException, InterruptedException {
        return execute(NOTEBOOKS.resolve(name));
    }

    /// As [#run(String)], on a kernel of one's own choice.
    ExecutedNotebook run(String name, Path kernel) throws IOException, InterruptedException {
        return execute(NOTEBOOKS.resolve(name), kernel);
    }

    /// As [#execute(Path)], on a kernel of one's own choice.
    ExecutedNotebook execute(Path notebook, Path kernel) throws IOException, InterruptedException {
        return execute(notebook, Map.of(KernelImage.VARIABLE, kernel.toString()));
    }

    /// The notebooks' files, in their order.
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(NOTEBOOKS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    /// Runs all cells of any notebook; fails when one fails that is not marked to fail.
    ExecutedNotebook execute(Path notebook) throws IOException, InterruptedException {
        return execute(notebook, Map.of());
    }

    /// As [#execute(Path)], with variables of the environment.
    ExecutedNotebook execute(Path notebook, Map<String, String> environment) throws IOException, InterruptedException {
        Path executed = jupyterPath.resolve("executed-" + notebook.getFileName());
        Path log = jupyterPath.resolve(notebook.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/python3", SCRIPT.toString(), notebook.toString(), executed.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JUPYTER_PATH", jupyterPath.toString());
        Process client = builder.start();
        try {
            assertThat(client.waitFor(5, TimeUnit.MINUTES))
                    .as("%s ended", notebook)
                    .isTrue();
            assertThat(client.exitValue()).as(Files.readString(log)).isZero();
            return ExecutedNotebook.read(executed);
        } finally {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
    }
}
