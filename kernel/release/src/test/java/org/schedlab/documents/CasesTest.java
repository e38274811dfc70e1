package org.schedlab.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The library of solved cases has one form, and its gallery has all of them.
final class CasesTest {
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern ADDRESS =
            Pattern.compile("\\*\\*The report\\.\\*\\*.*?\\]\\((https?://[^)]+)\\)", Pattern.DOTALL);
    private static final List<String> TRIED = List.of("6.16.12", "6.18.15", "7.3.4");

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("notebooks/cases"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasItsForm(Path file) throws IOException {
        JsonNode cells = new ObjectMapper().readTree(file.toFile()).path("cells");
        String number = number(file);
        String first = source(cells.get(0));

        assertThat(first)
                .startsWith("# Case " + number + " · ")
                .contains("**What holds.**")
                .contains(TRIED);
        assertThat(ADDRESS.matcher(first).find())
                .as("the address of the report")
                .isTrue();
        assertThat(source(cells.get(cells.size() - 1))).startsWith("## To remember");
        for (JsonNode cell : cells) {
            assertThat(cell.path("outputs")).as("outputs are cleared").isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isInTheGallery(Path file) throws IOException {
        String page = Files.readString(REPOSITORY.resolve("docs/cases.md"));
        String row = page.lines()
                .filter(line -> line.contains("](../notebooks/cases/" + file.getFileName() + ")"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file.getFileName() + " has no row in docs/cases.md"));
        var address = ADDRESS.matcher(
                source(new ObjectMapper().readTree(file.toFile()).path("cells").get(0)));

        assertThat(address.find()).isTrue();
        assertThat(row).contains(address.group(1));
        String picture = "images/case-" + file.getFileName().toString().substring(0, 2) + ".png";
        assertThat(page).contains("](" + picture + ")");
        assertThat(REPOSITORY.resolve("docs").resolve(picture)).exists();
    }

    private static String number(Path file) {
        return file.getFileName().toString().replaceFirst("-.*", "").replaceFirst("^0", "");
    }

    private static String source(JsonNode cell) {
        var text = new StringBuilder();
        cell.path("source").forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
