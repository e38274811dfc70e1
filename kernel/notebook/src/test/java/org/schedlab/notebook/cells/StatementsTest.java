package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.List;

import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Which pieces of a cell are given to JShell together.
final class StatementsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "total += 1;",
                "a.b[3] = f(x);",
                "list.add(1);",
                "count++;",
                "--count;",
                "for (int i = 0; i < 3; i++) f(i);",
                "if (a) { b(); } else c();",
                "while (more()) {}",
                "try { f(); } finally { g(); }",
                "// why\nx = 3;",
                "x >>>= 2;"
            })
    void plainStatementsGoTogether(String text) {
        assertThat(groups(text, text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int a = 1;",
                "var x = f();",
                "List<String> names = f();",
                "int[] a;",
                "import java.util.*;",
                "int f(int a) { return a; }",
                "class A {}",
                "record R(int a) {}",
                "switch (a) { case 1 -> \"one\"; default -> \"two\"; }",
                "if (a) return;",
                "new Thread(r).start();",
                "a == b;",
                "f()"
            })
    void allElseIsGivenByItself(String text) {
        assertThat(groups(text, text)).hasSize(2);
    }

    @Test
    void theTextInBetweenStays() {
        String cell = "a = 1; // one\n\n/* two */ b = 2;";
        List<Piece> run = Statements.together(List.of(piece("a = 1;", 0), piece("/* two */ b = 2;", 15)))
                .getFirst();
        assertThat(Statements.joined(run, cell).snippet()).isEqualTo(cell);
    }

    private static List<List<Piece>> groups(String... texts) {
        List<Piece> pieces = new ArrayList<>();
        for (String text : texts) {
            pieces.add(piece(text, 0));
        }
        return Statements.together(pieces);
    }

    private static Piece piece(String text, int start) {
        boolean whole = text.endsWith(";") || text.endsWith("}");
        return new Piece(text, start, whole ? Completeness.COMPLETE : Completeness.COMPLETE_WITH_SEMI, whole);
    }
}
