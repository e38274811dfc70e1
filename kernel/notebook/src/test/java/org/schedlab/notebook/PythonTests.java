package org.schedlab.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/// The client tests in `src/test/python`, run by Debian's Python; each is a test of its own.
///
/// @param jupyterPath the folder with the kernel specification that they start
record PythonTests(Path jupyterPath) {
    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
    private static final String PYTHON = System.getProperty("python", "/usr/bin/python3");
    private static final long LIMIT_SECONDS = 180;

    /// Runs the tests of a module, all in one process, and then tells of each.
    DynamicContainer of(String module) {
        Path results = jupyterPath.resolve(module + ".results");
        Path log = jupyterPath.resolve(module + ".log");
        String end = run(module, results, log);
        Stream<DynamicTest> tests = lines(results).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .map(result -> DynamicTest.dynamicTest(result.get("test").getAsString(), () -> judge(result)));
        // Also when no test could be loaded, or the process did not come to its end.
        DynamicTest whole = DynamicTest.dynamicTest(module + " came to its end", () -> {
            Assertions.assertTrue(end.isEmpty(), () -> end + "\n" + String.join("\n", lines(log)));
            Assertions.assertFalse(lines(results).isEmpty(), () -> module + " has no tests");
        });
        return DynamicContainer.dynamicContainer(module, Stream.concat(tests, Stream.of(whole)));
    }

    private static void judge(JsonObject result) {
        String detail = result.get("detail").getAsString();
        switch (result.get("outcome").getAsString()) {
            case "passed" -> {}
            case "skipped" -> Assumptions.abort(detail);
            default -> Assertions.fail(detail);
        }
    }

    /// @return what went wrong with the process itself; empty if nothing
    private String run(String module, Path results, Path log) {
        try {
            Files.deleteIfExists(results);
            ProcessBuilder builder = new ProcessBuilder(List.of(PYTHON, "run_tests.py", module, results.toString()))
                    .directory(SCRIPTS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("JUPYTER_PATH", jupyterPath.toString());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            Process client = builder.start();
            try {
                if (!client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    return "%s has not ended within %d s".formatted(module, LIMIT_SECONDS);
                }
                // 1: a test failed, which tells itself.
                return client.exitValue() <= 1 ? "" : "%s ended with %d".formatted(module, client.exitValue());
            } finally {
                client.descendants().forEach(ProcessHandle::destroyForcibly);
                client.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return module + " was interrupted";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
