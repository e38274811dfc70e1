package org.schedlab.notebook;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BracketsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "int f(void) { return a[0]; }",
                "// {",
                "/* ( */ int a;",
                "char *s = \"{\\\"\";",
                "char c = '{';",
                "}"
            })
    void whole(String c) {
        assertThat(Brackets.balanced(c)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"int f(void) {", "f(", "/* comment", "struct a { /* } */", "a[\"]\""})
    void open(String c) {
        assertThat(Brackets.balanced(c)).isFalse();
    }
}
