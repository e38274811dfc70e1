package org.schedlab.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The gallery: each notebook's question, its picture, and the first cells that answer it.
final class Gallery {
    private static final Pattern QUESTION =
            Pattern.compile("\\*\\*The question\\.\\*\\*\\s+(.*?)(?:\n\n|$)", Pattern.DOTALL);

    private Gallery() {}

    static String page(Path repository) throws IOException {
        var page = new StringBuilder(ReferencePages.GENERATED).append("""
                # Gallery

                The course, one idea each. `./schedlab lab` opens them; `./schedlab run notebooks/NAME.ipynb` executes one and writes it as a page.
                Every picture is what the notebook shows: the same on each machine, because the same cells give the same bits.
                """);
        try (Stream<Path> files = Files.list(repository.resolve("notebooks"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList()) {
                page.append(entry(file));
            }
        }
        return page.toString();
    }

    private static String entry(Path file) throws IOException {
        String name = file.getFileName().toString();
        List<String> prose = new ArrayList<>();
        List<String> exercises = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).path("cells")) {
            if (cell.path("cell_type").asText().equals("markdown")) {
                String text = source(cell);
                (text.startsWith("## Exercises") ? exercises : prose).add(text);
            }
        }
        String opening = prose.getFirst();
        String title = opening.lines().findFirst().orElseThrow().replaceFirst("^# ", "");
        Matcher question = QUESTION.matcher(opening);
        if (!question.find() || exercises.isEmpty()) {
            throw new AssertionError(
                    name + " must open with its question ('**The question.** …') and end with '## Exercises'");
        }
        return "\n## [%s](../notebooks/%s)\n\n%s\n%s"
                .formatted(
                        title, name, question.group(1).replaceAll("\\s+", " ").strip(), pictures(file));
    }

    private static String pictures(Path notebook) throws IOException {
        String number = notebook.getFileName().toString().replaceFirst("-.*", "");
        try (Stream<Path> images = Files.list(notebook.resolveSibling("images"))) {
            var text = new StringBuilder();
            images.map(each -> each.getFileName().toString())
                    .filter(each -> each.startsWith(number + "-"))
                    .sorted()
                    .forEach(each -> text.append("\n![%s](../notebooks/images/%s)\n"
                            .formatted(
                                    each.replaceFirst("^\\d+-", "")
                                            .replaceFirst("\\.\\w+$", "")
                                            .replace('-', ' '),
                                    each)));
            return text.toString();
        }
    }

    private static String source(JsonNode cell) {
        var text = new StringBuilder();
        JsonNode source = cell.path("source");
        if (source.isTextual()) {
            return source.asText();
        }
        source.forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
