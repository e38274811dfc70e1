package org.schedlab.notebook.names;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallAtCursorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "symbol(\"jif                                | symbol | 0 | true  | jif",
                "int a = 1;  symbol ( \"jif               | symbol | 0 | true  | jif",
                "task(w, \"scx.dsq                           | task   | 1 | true  | scx.dsq",
                "task(1                                      | task   | 0 | false | 1",
                "f(g(1, 2), \"a, (b\", perCpu(\"rq\", \"x    | perCpu | 1 | true  | x",
                "f(/* ( \" */ 1,                             | f      | 1 | false | ",
                "/* f( \" */ g(\"x                            | g      | 0 | true  | x",
                "f(')', '\"', \"a\\\"b\", \"c               | f      | 3 | true  | c",
                "new Task(\"x                                | Task   | 0 | true  | x",
            })
    void readsTheCallAndItsArgument(String text, String method, int index, boolean inText, String typed) {
        CallAtCursor call = CallAtCursor.find(text, text.length()).orElseThrow();
        assertThat(call.method()).isEqualTo(method);
        assertThat(call.index()).isEqualTo(index);
        assertThat(call.inText()).isEqualTo(inText);
        assertThat(call.typed()).isEqualTo(typed == null ? "" : typed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"text", "f(1)", "f(() -> { \"x", "f(1); // g(\"x", "a[\"x", "f(\"a\") + \"b", "(\"x"})
    void nothingOutsideOfACall(String text) {
        assertThat(CallAtCursor.find(text, text.length())).isEmpty();
    }

    @Test
    void tellsReceiverEarlierArgumentsAndTheCallAround() {
        String cell = "steps(writeCold(\"w\", task(w.get(0), \"policy\"), enumName(\"SCX";
        CallAtCursor call = CallAtCursor.find(cell, cell.length()).orElseThrow();
        CallAtCursor write = call.around().orElseThrow();
        assertThat(write.method()).isEqualTo("writeCold");
        assertThat(write.literal(0)).contains("w");
        assertThat(write.literal(1)).isEmpty();
        assertThat(write.before().getLast()).isEqualTo("task(w.get(0), \"policy\")");
        assertThat(write.around().orElseThrow().method()).isEqualTo("steps");
        String field = "spinners.field(\"se.";
        assertThat(CallAtCursor.find(field, field.length()).orElseThrow().receiver())
                .isEqualTo("spinners");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "w.field(\"                                        | w",
                "attach(scheduler(\"a)b\").with(\"x\", 5) .with(\"    | scheduler(\"a)b\").with(\"x\", 5)",
                "x = Schedulers.vtime().with(\"                      | Schedulers.vtime()",
                "run(); knob(\"                                     | ",
                "a.b(c(1), \"(\").d(\"                             | a.b(c(1), \"(\")",
            })
    void tellsWhatTheMethodIsCalledOn(String text, String receiver) {
        CallAtCursor call = CallAtCursor.find(text, text.length()).orElseThrow();
        assertThat(call.receiver()).isEqualTo(receiver == null ? "" : receiver);
    }

    @Test
    void theContextIsWhatStandsBeforeInAllCallsAround() {
        String cell = "execute(step(cgroup(\"a\")), step(cgroup(\"b\")).then(removeCgroup(\"";
        CallAtCursor call = CallAtCursor.find(cell, cell.length()).orElseThrow();
        assertThat(String.join(" ", call.context().toList())).contains("cgroup(\"a\")", "cgroup(\"b\")");
    }

    @Test
    void theTextBehindTheCursorDoesNotMatter() {
        String cell = "symbol(\"jiffies\")";
        assertThat(CallAtCursor.find(cell, 11).orElseThrow().typed()).isEqualTo("jif");
    }
}
