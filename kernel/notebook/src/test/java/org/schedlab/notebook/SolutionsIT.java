package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The solutions of the course's exercises are right, by the cells that students have. The quick ones always; all of
/// them with `-Dschedlab.long=true`, as `./schedlab test --long` sets it.
@Tag("notebook")
final class SolutionsIT extends NotebookRunner {
    private static final Path SOLUTIONS = Path.of("../../notebooks/solutions");
    private static final List<String> QUICK =
            List.of("01-cold-path.ipynb", "06-rewind.ipynb", "12-why-was-it-late.ipynb");

    static List<String> solutions() throws IOException {
        if (!Boolean.getBoolean("schedlab.long")) {
            return QUICK;
        }
        try (Stream<Path> files = Files.list(SOLUTIONS)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("solutions")
    void areRight(String name) throws IOException, InterruptedException {
        JsonNode root = run("solutions/" + name).root();
        int checks = 0;
        for (JsonNode cell : root.path("cells")) {
            if (cell.path("source").toString().contains("check(")) {
                checks++;
                for (JsonNode output : cell.path("outputs")) {
                    assertThat(output.path("data").path("text/plain").toString())
                            .as(cell.path("source").toString())
                            .doesNotContain("not yet:", "no answer yet:");
                }
                assertThat(cell.path("outputs").toString())
                        .as(cell.path("source").toString())
                        .contains("right: ");
            }
        }
        assertThat(checks).as("checks in " + name).isPositive();
    }
}
