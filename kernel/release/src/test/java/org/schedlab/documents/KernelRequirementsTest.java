package org.schedlab.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.requirements.KernelRequirements;

import static org.assertj.core.api.Assertions.assertThat;

/// What is written from the list of requirements says what the list says today; written anew as [DocumentsTest]
/// does.
class KernelRequirementsTest {
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final String START = "<!-- options -->\n";
    private static final String END = "<!-- end of the options -->";

    @Test
    void theFragmentSetsEveryRequirement() throws IOException {
        assertIsWritten(REPOSITORY.resolve("install/kernel.config"), KernelRequirements.fragment());
    }

    @Test
    void thePageNamesEveryRequirement() throws IOException {
        Path page = REPOSITORY.resolve("docs/your-own-kernel.md");
        String text = Files.readString(page);
        assertThat(text).contains(START, END);
        String before = text.substring(0, text.indexOf(START) + START.length());
        assertIsWritten(page, before + KernelRequirements.table() + text.substring(text.indexOf(END)));
    }

    private static void assertIsWritten(Path file, String expected) throws IOException {
        if ("write".equals(System.getProperty("documents"))) {
            Files.writeString(file, expected);
        }
        assertThat(file)
                .as("%s is out of date; ./schedlab docs writes it", file)
                .exists()
                .content()
                .isEqualTo(expected);
    }
}
