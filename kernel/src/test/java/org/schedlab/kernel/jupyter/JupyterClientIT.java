package org.schedlab.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Real clients (Debian's jupyter_client and jupyter_kernel_test, by Debian's Python) against a real kernel process.
/// What is asked stands in `src/test/python`.
final class JupyterClientIT {
    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
    private static final String PYTHON = System.getProperty("python", "/usr/bin/python3");

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeKernelSpecification() throws IOException {
        Path specification = Files.createDirectories(folder.resolve("kernels/schedlab-test"));
        Path classPath = specification.resolve("class-path");
        Files.writeString(classPath, "-cp \"" + System.getProperty("java.class.path") + "\"");
        String java = ProcessHandle.current().info().command().orElseThrow();
        JsonArray argv = new JsonArray();
        Stream.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "@" + classPath,
                        TestKernel.class.getName(),
                        "{connection_file}")
                .forEach(argv::add);
        JsonObject kernel = new JsonObject();
        kernel.add("argv", argv);
        kernel.addProperty("display_name", "schedlab test");
        kernel.addProperty("language", "java");
        kernel.addProperty("interrupt_mode", "message");
        Files.writeString(specification.resolve("kernel.json"), kernel.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"conformance", "protocol", "cells", "lifecycle"})
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
