package org.schedlab.notebook.magics;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TypedWordTest {
    private record Example() implements LineMagic {
        @Override
        public String name() {
            return "example";
        }

        @Override
        public String usage() {
            return "%example — an example";
        }

        @Override
        public List<MagicOption> options() {
            return List.of(MagicOption.flag("live", "a flag"), new MagicOption("memory", "SIZE", "a value"));
        }

        @Override
        public Object run(MagicCall call) {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " |||",
                " vti||vti|",
                " vtime sl||sl|vtime",
                " vtime a=1 ||| vtime a=1",
                " --memory 2|memory|2|",
                " --memory |memory||",
                " --memory=2|memory|2|",
                " --live x||x|",
                " --memory 2G one tw||tw|one",
                " --mem||--mem|",
            })
    void theLastWordIsTyped(String text, String option, String typed, String earlier) {
        TypedWord word =
                TypedWord.of(new Example(), text == null ? " " : text, "").orElseThrow();
        assertThat(word.option()).isEqualTo(option == null ? "" : option);
        assertThat(word.typed()).isEqualTo(typed == null ? "" : typed);
        assertThat(String.join(" ", word.earlier())).isEqualTo(earlier == null ? "" : earlier.strip());
    }

    @Test
    void whatIsPassedOnAndCommentsAreNotTheMagics() {
        assertThat(TypedWord.of(new Example(), " name -- -v", "")).isEmpty();
        assertThat(TypedWord.of(new Example(), " name // wh", "")).isEmpty();
    }

    @Test
    void anOptionsNameIsNoValue() {
        assertThat(TypedWord.of(new Example(), " --me", "").orElseThrow().isOption())
                .isTrue();
        assertThat(TypedWord.of(new Example(), " --memory=", "").orElseThrow().isOption())
                .isFalse();
    }
}
