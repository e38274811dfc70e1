package org.schedlab.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Real clients (Debian's jupyter_client and jupyter_kernel_test, by Debian's Python) against a real
/// kernel process. What is asked stands in `src/test/python`.
final class JupyterClientIT {
    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
    private static final String PYTHON = System.getProperty("python", "/usr/bin/python3");

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeKernelSpecification() throws IOException {
        TestKernelSpecification.write(folder, "schedlab-test", TestKernel.class);
        TestKernelSpecification.write(folder, "schedlab-lab", Main.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conformance", "protocol", "cells", "lifecycle", "names"})
    void clientIsContent(String script) throws IOException, InterruptedException {
        Path log = folder.resolve(script + ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(PYTHON, "-m", "unittest", "-v", script))
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JUPYTER_PATH", folder.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process client = builder.start();
        try {
            assertThat(client.waitFor(120, TimeUnit.SECONDS))
                    .as("%s ended", script)
                    .isTrue();
            assertThat(client.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
    }
}
