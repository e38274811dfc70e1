package org.schedlab.notebook.c;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThatCode;

class CHelpTest {
    private final CHelp help = new CHelp(Optional::empty);

    /// A text that is being typed is seldom whole.
    @Test
    void anyTextIsRead() {
        for (String text : List.of(
                Schedulers.vtime().source(),
                "}}((([ ->.->. struct { enum { a, b = 3 }; union { int x; } y; } BPF_STRUCT_OPS( SCX_OPS_DEFINE( , . = { .x = { . ",
                "\"abc\\\n 'x /* ### \n#define\n#define X\\\n\n struct struct *;;; = = ; (((a)->b.c[1][2](3)).d; BPF_CORE_READ(a, , ")) {
            int step = text.length() > 1000 ? 37 : 1;
            for (int i = 0; i <= text.length(); i += step) {
                for (String typed :
                        List.of(text, text.substring(0, i), text.substring(0, i) + "->", text.substring(i))) {
                    int cursor = Math.min(i, typed.length());
                    assertThatCode(() -> {
                                help.complete(typed, cursor);
                                help.inspect(typed, cursor);
                            })
                            .as("at %s of %s", cursor, typed)
                            .doesNotThrowAnyException();
                }
            }
        }
    }
}
