package org.schedlab.notebook.cells;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// JShell's names as JDK 25 writes them.
final class InternalNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    REPL.$JShell$3$Node@76ce1648                       ~ Node@76ce1648
                    [LREPL.$JShell$5C$Node;@1f                         ~ [LNode;@1f
                    class REPL.$JShell$37$1                            ~ class anonymous
                    REPL.$JShell$24$$JShell$anonymous$$0@2c            ~ anonymous@2c
                    REPL.$JShell$38$$Lambda/0x00000000602a@9d09e2c     ~ lambda@9d09e2c
                    REPL.$JShell$11.Outer.Inner                        ~ Outer.Inner
                    because "REPL.$JShell$4.name" is null              ~ because "name" is null
                    a price of 5$ in JShell                            ~ a price of 5$ in JShell
                    """)
    void textsKeepTheUsersNames(String text, String told) {
        assertThat(InternalNames.removedFrom(text)).isEqualTo(told);
    }

    @Test
    void aPrintedTraceNamesTheCellAndLeavesTheKernelOut() {
        assertThat(InternalNames.removedFrom("""
                        java.lang.RuntimeException: x
                        \tat REPL.$JShell$36.ff($JShell$36.java:5)
                        \tat REPL.$JShell$36.lambda$do_it$$0($JShell$36.java:5)
                        \tat REPL.$JShell$38.do_it$($JShell$38.java:5)
                        \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:104)
                        \tat org.schedlab.notebook.cells.CellEngine.lambda$invoke$0(CellEngine.java:84)
                        \tat java.base/java.lang.Thread.run(Thread.java:1474)""")).isEqualTo("""
                        java.lang.RuntimeException: x
                        \tat the cell in ff
                        \tat the cell in a lambda
                        \tat the cell
                        \tat java.base/java.lang.Thread.run(Thread.java:1474)""");
    }

    @Test
    void messagesSayNothingOfClassLoaders() {
        assertThat(
                        InternalNames.removedFromMessage(
                                "class REPL.$JShell$19B$P cannot be cast to class REPL.$JShell$19C$P (REPL.$JShell$19B$P and REPL.$JShell$19C$P are in unnamed module of loader jdk.X @1)"))
                .isEqualTo("class P cannot be cast to class P: the object was made before P was declared again");
    }
}
