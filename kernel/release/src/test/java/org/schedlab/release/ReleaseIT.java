package org.schedlab.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;

/// The release archive as a person has it: unpacked in a folder of its own, in a home of its own,
/// with no Maven and no compiler in `PATH`.
@Tag("notebook")
final class ReleaseIT {
    private static final Pattern BUILD_TOOL =
            Pattern.compile("(.*-)?(mvn|make|gmake|gcc|g\\+\\+|cc|c\\+\\+|c89|c99|cpp|clang.*|ld|as)([-.].*)?");
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    static Path folder;

    private static Path release;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String place : List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
            linkPrograms(Path.of(place), programs);
        }
        Files.createDirectory(folder.resolve("home"));
        run("tar", "-xzf", archive().toString(), "-C", folder.toString());
        try (Stream<Path> unpacked = Files.list(folder)) {
            release = unpacked.filter(each -> Files.isExecutable(each.resolve("schedlab")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void linkPrograms(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path program : all.toList()) {
                Path link = to.resolve(program.getFileName());
                if (!BUILD_TOOL.matcher(program.getFileName().toString()).matches()
                        && Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, program);
                }
            }
        }
    }

    /// The links go one by one: JUnit warns of each that leads out of its folder.
    @AfterAll
    static void unlinkPrograms() throws IOException {
        try (Stream<Path> links = Files.list(folder.resolve("programs"))) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    private static Path archive() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target").toAbsolutePath())) {
            return built.filter(each -> each.getFileName().toString().matches("schedlab-[0-9].*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no release archive in target; mvn package makes it"));
        }
    }

    @Test
    void holdsTheCourseAndTheSolvedCases() {
        for (String notebook : List.of("01-cold-path.ipynb", "cases/10-hotplug.ipynb")) {
            assertThat(release.resolve("notebooks").resolve(notebook)).isNotEmptyFile();
        }
        assertThat(release.resolve("docs/images/case-10.png")).isNotEmptyFile();
    }

    @Test
    void runsANotebookWithoutABuild() throws IOException, InterruptedException {
        assertThat(run(launcher(), "run", release + "/notebooks/01-cold-path.ipynb", "--output", folder.toString()))
                .contains("12 of 12 cells done")
                .doesNotContain("building");
        assertThat(ExecutedNotebook.read(folder.resolve("01-cold-path.ipynb")).text("replies.table()"))
                .containsPattern("dsq_vtime +task \\d+: scx.dsq_vtime +u64 +2592000000000000 +true");
        assertThat(folder.resolve("01-cold-path.html")).content().contains("data:image/svg+xml;base64,");
    }

    /// What `install` writes is found by every front end that follows Jupyter's rules, and is gone
    /// after `uninstall`.
    @Test
    void installsForAUserWhoseJupyterThenHasTheKernel() throws IOException, InterruptedException {
        Path installed = folder.resolve("home/.local/share/jupyter/kernels/schedlab");
        assertThat(run(launcher(), "install", "--user")).contains("installed the kernel in " + installed);
        for (String logo : List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg", "kernel.js")) {
            assertThat(installed.resolve(logo)).isNotEmptyFile();
        }
        JsonNode specifications = new ObjectMapper()
                .readTree(run("sh", "-c", PYTHON + " -m jupyter_client.kernelspecapp list --json 2>/dev/null"));
        JsonNode schedlab = specifications.at("/kernelspecs/schedlab");
        assertThat(schedlab.path("resource_dir").asText()).isEqualTo(installed.toString());
        assertThat(schedlab.at("/spec/display_name").asText()).isEqualTo("schedlab");
        assertThat(schedlab.at("/spec/interrupt_mode").asText()).isEqualTo("message");

        Path notebook = folder.resolve("sum.ipynb");
        Files.writeString(notebook, """
                {"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": null,
                            "source": "IntStream.rangeClosed(1, 100).sum()"}],
                 "metadata": {"kernelspec": {"name": "schedlab", "display_name": "schedlab", "language": "java"}},
                 "nbformat": 4, "nbformat_minor": 5}
                """);
        run(PYTHON, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", notebook.toString());
        assertThat(ExecutedNotebook.read(notebook).text("rangeClosed")).isEqualTo("5050");
        assertThat(run("sh", "-c", "echo '6 * 7' | jupyter console --kernel schedlab --simple-prompt"))
                .contains("Out[1]: 42");

        assertThat(run(launcher(), "doctor")).contains("ok       the Jupyter kernel in " + installed, "no clang-16");
        assertThat(run(launcher(), "uninstall", "--user")).contains("removed " + installed);
        assertThat(installed).doesNotExist();
    }

    /// Standard output is the protocol's alone.
    @Test
    void servesAssistants() throws IOException, InterruptedException {
        String initialize = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
        String said = run("sh", "-c", "{ echo '" + initialize + "'; sleep 3; } | \"$0\" mcp 2>/dev/null", launcher());
        assertThat(said.lines()).singleElement().asString().contains("\"serverInfo\":{\"name\":\"schedlab\"");
    }

    private static String launcher() {
        return release.resolve("schedlab").toString();
    }

    /// What the command prints; fails when the command does.
    private static String run(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("JUPYTER_"));
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment()
                .put("SCHEDLAB_CACHE", Folders.ofUser().cache().toAbsolutePath().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", folder.resolve("programs").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("%s ended", Arrays.toString(command))
                    .isTrue();
            String printed = Files.readString(log);
            assertThat(process.exitValue())
                    .as("%s%n%s", Arrays.toString(command), printed)
                    .isZero();
            return printed;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
