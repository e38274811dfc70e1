package org.schedlab.documents;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What code and documents say of kernels and QEMUs is what `install/kernels.properties` states.
class SupportedVersionsTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern KERNELS = Pattern.compile("(?<![.\\d])([6-9]\\.\\d+ to [6-9]\\.\\d+)(?![.\\d])");
    private static final Pattern QEMUS =
            Pattern.compile("(?:QEMU|as a path:|version) (\\d+\\.\\d+) (?:or|and) (?:later|newer)");

    @Test
    void everyRangeOfKernelsIsTheStatedOne() throws IOException {
        Properties stated = stated();

        // Code also says since when and up to when the kernel has a field: such ranges are its own.
        assertThat(found(KERNELS, "README.md", "install/README.md", "docs"))
                .containsExactly(stated.getProperty("OLDEST_SERIES") + " to " + stated.getProperty("NEWEST_SERIES"));
    }

    @Test
    void everyOldestQemuIsTheStatedOne() throws IOException {
        assertThat(found(QEMUS, "README.md", "install/README.md", "docs", "vm/src", "guest/src", "kernel"))
                .containsExactly(stated().getProperty("OLDEST_QEMU"));
    }

    private static Set<String> found(Pattern pattern, String... places) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String start : places) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(start))) {
                for (Path file : files.filter(SupportedVersionsTest::isRead).toList()) {
                    String text = Files.readString(file).replaceAll("\\s*\\n\\s*(///|\\*|//)?\\s*", " ");
                    Matcher matcher = pattern.matcher(text);
                    while (matcher.find()) {
                        found.add(matcher.group(1));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isRead(Path file) {
        String path = file.toString();
        return Files.isRegularFile(file)
                && (path.endsWith(".md") || path.endsWith(".h") || path.endsWith(".c") || path.endsWith(".java"))
                && !path.contains("/target/")
                && !path.contains("/src/test/");
    }

    private static Properties stated() throws IOException {
        Properties stated = new Properties();
        try (Reader file = Files.newBufferedReader(ROOT.resolve("install/kernels.properties"))) {
            stated.load(file);
        }
        return stated;
    }
}
