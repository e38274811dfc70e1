package org.schedlab.notebook.cells;

import java.util.List;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/// Makes imports known to JShell before the first cell.
///
/// Each snippet costs two runs of a compiler that is still cold, so all imports are one snippet where
/// JShell lets them: it names a text by its first import and gives all of it to the compiler
/// (jdk.jshell.Eval.processImport, seen in JDK 25). Under another JDK they are one snippet each.
final class StartImports {
    private static final int SEEN_IN = 25;
    /// The name of the snippet: a cell that repeats this import would replace them all, so it is one
    /// that nobody writes.
    private static final String NAME = "import java.lang.Object; ";

    private StartImports() {}

    /// Returns those that are not valid.
    static List<String> give(JShell shell, List<String> imports) {
        boolean all = Runtime.version().feature() == SEEN_IN && accepts(shell, NAME + String.join(" ", imports));
        return all
                ? List.of()
                : imports.stream().filter(line -> !accepts(shell, line)).toList();
    }

    private static boolean accepts(JShell shell, String line) {
        return shell.eval(line).stream().allMatch(event -> event.status() == Snippet.Status.VALID);
    }
}
