package org.schedlab.hunt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What Java reads is what was written: [String#translateEscapes()] and [String#stripIndent()] are what javac does.
class SourceTextTest {
    private static String read(String block) {
        String inside = block.substring("\"\"\"\n".length(), block.length() - 3);
        return inside.stripIndent().translateEscapes();
    }

    @Test
    void nothingIsLost() {
        for (String text : new String[] {
            "int a;\n",
            "int a;",
            "    indented;\n\n  less; \n",
            "tab\t\n\ttab  ",
            "#define A \\\n    1\n\"\"\"\"\"\" \\n\r\n",
            ""
        }) {
            assertThat(read(SourceText.block(text))).isEqualTo(text);
        }
    }
}
