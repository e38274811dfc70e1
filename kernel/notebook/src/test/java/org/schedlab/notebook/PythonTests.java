package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The client tests in `src/test/python`, run by Debian's Python.
///
/// @param jupyterPath the folder with the kernel specification that they start
record PythonTests(Path jupyterPath) {
    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
    private static final String PYTHON = System.getProperty("python", "/usr/bin/python3");

    /// Runs one of the scripts; fails with what it said when one of its tests fails.
    void pass(String script) throws IOException, InterruptedException {
        Path log = jupyterPath.resolve(script + ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(PYTHON, "-m", "unittest", "-v", script))
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JUPYTER_PATH", jupyterPath.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process client = builder.start();
        try {
            assertThat(client.waitFor(180, TimeUnit.SECONDS))
                    .as("%s ended%n%s", script, Files.readString(log))
                    .isTrue();
            assertThat(client.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
    }
}
