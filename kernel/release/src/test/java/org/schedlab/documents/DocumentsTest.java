package org.schedlab.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The pages that are written from the code say what the code says today. With the system property
/// `documents=write` they are written instead of compared: that is what `./schedlab docs` does.
final class DocumentsTest {
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Path DOCUMENTS = REPOSITORY.resolve("docs");

    private static JavaSources sources;

    @BeforeAll
    static void parse() throws IOException {
        sources = JavaSources.parse(REPOSITORY);
    }

    @Test
    void magics() throws IOException {
        assertUpToDate("reference/magics.md", ReferencePages.magics());
    }

    @Test
    void words() throws IOException {
        assertUpToDate("reference/words.md", new ReferencePages(sources).words());
    }

    @Test
    void types() throws IOException {
        assertUpToDate("reference/types.md", new ReferencePages(sources).types());
    }

    @Test
    void errors() throws IOException {
        assertUpToDate("reference/errors.md", ErrorList.page(sources));
    }

    @Test
    void gallery() throws IOException {
        assertUpToDate("gallery.md", Gallery.page(REPOSITORY));
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");
        var broken = new TreeSet<String>();
        for (Path page : pages()) {
            link.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> Files.notExists(page.resolveSibling(target)))
                    .forEach(target -> broken.add(REPOSITORY.relativize(page) + " -> " + target));
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(REPOSITORY);
                Stream<Path> documents = Files.walk(DOCUMENTS)) {
            return Stream.concat(top, documents)
                    .filter(page -> page.toString().endsWith(".md"))
                    .collect(Collectors.toList());
        }
    }

    private static void assertUpToDate(String name, String expected) throws IOException {
        Path page = DOCUMENTS.resolve(name);
        if ("write".equals(System.getProperty("documents"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, expected);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/%s is out of date; ./schedlab docs writes it", name)
                .isEqualTo(expected);
    }
}
