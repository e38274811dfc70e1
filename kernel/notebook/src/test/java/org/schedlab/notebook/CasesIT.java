package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.testsupport.ExecutedNotebook;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelSeries;

import static org.assertj.core.api.Assertions.assertThat;

/// The library of solved cases: what each claims holds. One of them on the default kernel always; all of them on every
/// kernel that is tested, and under other seeds on the default one, with `-Dschedlab.long=true`, as
/// `./schedlab test --long` sets it.
///
/// The pictures of `docs/cases.md` are those of the runs on the default kernel: they are left in `target/cases`.
@Tag("notebook")
final class CasesIT extends NotebookRunner {
    /// By the start of the notebook's name, a piece of the source of the cell whose picture the gallery has.
    private static final Map<String, String> PICTURES = new TreeMap<>(Map.of(
            "01", "timeline(\"pinned\", \"rt-hog\")",
            "02", "timeline(\"bound\", \"free\")",
            "03", "timeline(\"mover\", \"steady\")",
            "04", "// a picture of every queue",
            "05", "writer.stop();",
            "06", "timeline(\"timer\", \"hog\")",
            "07", "timeline(\"burst\")",
            "08", "timeline(\"plain\")",
            "09", "compare().chart()",
            "10", "// a picture of every queue"));

    /// Stops at a function with queues reckoned there: least told of by other tests.
    private static final List<String> ALWAYS = List.of("05-a-weight-moves-v.ipynb");

    private static final Path CASES = Path.of("../../notebooks/cases");

    static Stream<Arguments> casesAndKernels() throws IOException {
        if (!Boolean.getBoolean("schedlab.long")) {
            return ALWAYS.stream().map(name -> Arguments.of(name, KernelSeries.standard()));
        }
        return names().stream()
                .flatMap(name -> KernelSeries.tested().stream().map(kernel -> Arguments.of(name, kernel)));
    }

    static Stream<Arguments> casesAndSeeds() throws IOException {
        return names().stream().flatMap(name -> Stream.of(2, 3).map(seed -> Arguments.of(name, seed)));
    }

    @ParameterizedTest
    @MethodSource("casesAndKernels")
    void holds(String name, KernelSeries kernel) throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("cases/" + name, kernel.require(Folders.ofUser()));

        assertThat(notebook.text("%boot")).contains("Linux " + kernel.number() + ".");
        assertVerdictsPass(notebook);
        if (kernel.equals(KernelSeries.standard())) {
            String number = name.substring(0, 2);
            Path pictures = Files.createDirectories(Path.of("target/cases"));
            Files.write(pictures.resolve("case-" + number + ".png"), notebook.png(PICTURES.get(number)));
        }
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
    @MethodSource("casesAndSeeds")
    void holdsUnderOtherSeeds(String name, int seed) throws IOException, InterruptedException {
        String source = Files.readString(CASES.resolve(name));
        Path seeded = folder.resolve("seed-" + seed + "-" + name);
        Files.writeString(seeded, source.replace("%boot ", "%boot --seed " + seed + " "));

        assertVerdictsPass(execute(seeded, KernelSeries.standard().require(Folders.ofUser())));
    }

    @Test
    void eachCaseHasAPicture() throws IOException {
        assertThat(names().stream().map(name -> name.substring(0, 2))).containsExactlyElementsOf(PICTURES.keySet());
    }

    private static void assertVerdictsPass(ExecutedNotebook notebook) {
        int verdicts = 0;
        for (JsonNode cell : notebook.root().path("cells")) {
            if (cell.path("source").toString().contains(".requirePass()")) {
                verdicts++;
                assertThat(cell.path("outputs").toString())
                        .as(cell.path("source").toString())
                        .contains("verdict: PASS");
            }
        }
        assertThat(verdicts).as("verdicts").isPositive();
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }
}
