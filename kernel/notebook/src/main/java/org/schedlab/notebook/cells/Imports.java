package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;

/// Makes imports known to JShell: those of every cell before the first one, and those of cells that
/// import all of a package or of a class.
///
/// All of them are one snippet where JShell lets them: it names a text by its first import and gives all
/// of it to the compiler (jdk.jshell.Eval.processImport, seen in JDK 25). One by one the first cell would
/// come later, for each snippet costs two runs of a compiler that is still cold; and JShell compiles
/// every declaration of the session anew, all in one run, for each import that ends in a star. Under
/// another JDK they are one snippet each. Confined to whoever holds JShell's lock.
final class Imports {
    private static final int SEEN_IN = 25;
    /// The name of the snippet: a cell that repeats this import would replace them all, and JShell looks
    /// again at what refers to it, so it is one that nobody writes.
    private static final String NAME = "import java.lang.LayerInstantiationException; ";

    private static final Pattern STAR =
            Pattern.compile("import\\s+(?:static\\s+)?\\w+(?:\\s*\\.\\s*\\w+)*\\s*\\.\\s*\\*\\s*;");
    private static final Set<Snippet.Status> WAITS =
            Set.of(Snippet.Status.RECOVERABLE_DEFINED, Snippet.Status.RECOVERABLE_NOT_DEFINED);

    private final List<String> given = new ArrayList<>();

    /// Gives those that every cell sees. Returns those that are not valid.
    List<String> begin(JShell shell, List<String> imports) {
        if (asOne() && accepts(shell, all(imports))) {
            given.addAll(imports);
            return List.of();
        }
        return imports.stream().filter(line -> !accepts(shell, line)).toList();
    }

    /// Adds an import that ends in a star. Returns false, and changes nothing, if it is something else
    /// or not valid.
    boolean add(JShell shell, Piece piece) {
        String line = piece.snippet();
        if (!STAR.matcher(line).matches() || !asOne() || given.isEmpty()) {
            return false;
        }
        if (given.contains(line)) {
            return true;
        }
        List<String> more = new ArrayList<>(given);
        more.add(line);
        if (!accepts(shell, all(more))) {
            accepts(shell, all(given));
            return false;
        }
        given.add(line);
        lookAgain(shell);
        return true;
    }

    /// What was declared before its types were known may find them now.
    private static void lookAgain(JShell shell) {
        shell.snippets()
                .filter(DeclarationSnippet.class::isInstance)
                .filter(snippet -> WAITS.contains(shell.status(snippet)))
                .toList()
                .forEach(snippet -> shell.eval(snippet.source()));
    }

    private static boolean asOne() {
        return Runtime.version().feature() == SEEN_IN;
    }

    private static String all(List<String> lines) {
        return NAME + String.join(" ", lines);
    }

    private static boolean accepts(JShell shell, String line) {
        return shell.eval(line).stream()
                .filter(event -> event.causeSnippet() == null)
                .map(SnippetEvent::status)
                .allMatch(Snippet.Status.VALID::equals);
    }
}
