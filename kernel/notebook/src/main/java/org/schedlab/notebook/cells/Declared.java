package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/// What cells have declared: what of it still waits for other declarations, and what JShell did to it
/// when something else was declared again. Confined to the thread that holds JShell's lock.
///
/// Declarations may need each other in any order. So what one still lacks is told when its cell has
/// ended.
final class Declared {
    private static final Set<Snippet.Status> WAITS =
            Set.of(Snippet.Status.RECOVERABLE_DEFINED, Snippet.Status.RECOVERABLE_NOT_DEFINED);

    private static final Pattern VARIABLE = Pattern.compile(
            "((?!return\\b|throw\\b|var\\b)[\\w.]+(?:\\s*<[^=;(){}]*>)?(?:\\s*\\[\\s*])*\\s+)(\\w+)\\s*=[^={].*",
            Pattern.DOTALL);

    private final CellShell shell;
    private final Map<String, Integer> linesOfWaiting = new LinkedHashMap<>();
    private volatile boolean someWait;

    Declared(CellShell shell) {
        this.shell = shell;
    }

    /// A declaration of the running cell lacks others. Returns whether it does; if not, it is refused for
    /// something else, which the compiler found late.
    boolean waits(DeclarationSnippet snippet, CellSource source, Piece piece) {
        boolean lacks = shell.get().unresolvedDependencies(snippet).findAny().isPresent();
        if (lacks) {
            linesOfWaiting.put(snippet.id(), source.lineAt(piece.start()));
            someWait = true;
        }
        return lacks;
    }

    /// Whether [#endCell] has something to look at; for every thread.
    boolean someWait() {
        return someWait;
    }

    /// The cell has ended: what it declared and what still lacks others, a line each.
    List<String> endCell() {
        List<String> notes = new ArrayList<>();
        Missing hints = new Missing(shell.get().sourceCodeAnalysis());
        linesOfWaiting.forEach((id, line) -> shell.get()
                .snippets()
                .filter(snippet ->
                        snippet.id().equals(id) && WAITS.contains(shell.get().status(snippet)))
                .map(DeclarationSnippet.class::cast)
                .forEach(snippet -> notes.add(String.format(
                        Locale.ROOT,
                        "note: line %d can %s once there is %s%s",
                        line,
                        snippet instanceof MethodSnippet ? "run" : "be used",
                        missing(snippet),
                        hints.hint(names(snippet))))));
        linesOfWaiting.clear();
        someWait = false;
        return notes;
    }

    /// What a declaration lacks, such as `class Edge, method f(int)`.
    String missing(DeclarationSnippet snippet) {
        return shell.get()
                .unresolvedDependencies(snippet)
                .map(InternalNames::removedFrom)
                .collect(Collectors.joining(", "));
    }

    private List<String> names(DeclarationSnippet snippet) {
        return shell.get()
                .unresolvedDependencies(snippet)
                .map(symbol -> symbol.replaceFirst("^\\w+ ", "").replaceFirst("[^\\w$].*", ""))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /// What a declaration with this name lacks, if there is one that cannot be used for that.
    Optional<String> whyNotUsable(String name) {
        return shell.get()
                .snippets()
                .filter(snippet -> shell.get().status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED)
                .filter(DeclarationSnippet.class::isInstance)
                .map(DeclarationSnippet.class::cast)
                .filter(snippet -> snippet.name().equals(name))
                .map(this::lacks)
                .findFirst();
    }

    private String lacks(DeclarationSnippet snippet) {
        String missing = missing(snippet);
        return kind(snippet) + " " + snippet.name()
                + (missing.isEmpty()
                        ? " cannot be used any more: a type of its was declared again; declare it again too"
                        : " can be used once there is " + missing);
    }

    private static String kind(DeclarationSnippet snippet) {
        return switch (snippet) {
            case TypeDeclSnippet _ -> "type";
            case VarSnippet _ -> "variable";
            default -> "method";
        };
    }

    /// An assignment with the text at its places, for a variable that is declared once more with the type it
    /// has: JShell would compile everything anew that uses the variable.
    Optional<String> asAssignment(Piece piece) {
        Matcher variable = VARIABLE.matcher(piece.snippet());
        if (!variable.matches()) {
            return Optional.empty();
        }
        String type = variable.group(1).strip();
        return shell.get()
                .variables()
                .filter(known -> known.name().equals(variable.group(2))
                        && known.typeName().replaceAll("\\s", "").equals(type.replaceAll("\\s", ""))
                        && shell.get().status(known) == Snippet.Status.VALID)
                .findFirst()
                .map(_ -> type.replaceAll("\\S", " ")
                        + piece.snippet()
                                .substring(variable.group(1).stripTrailing().length()));
    }

    /// Whether the piece declares a type or method once more as it is. Then there is nothing to do: what
    /// was made of the type stays as it is, as after a run of the same cell.
    boolean isAgain(CellSource source, Piece piece, Origins origins) {
        String text = piece.snippet();
        if (text.contains("static")) {
            return false;
        }
        Optional<Snippet> same = shell.get()
                .snippets()
                .filter(snippet -> snippet instanceof TypeDeclSnippet || snippet instanceof MethodSnippet)
                .filter(snippet -> shell.get().status(snippet) == Snippet.Status.VALID
                        && snippet.source().equals(text))
                .findFirst();
        same.ifPresent(snippet -> origins.put(snippet.id(), source, piece));
        return same.isPresent();
    }

    /// Tells what a declaration did to others: those that cannot be used any more, and variables that JShell
    /// made anew, without a value, because a type of theirs was declared again. Those that the cell itself
    /// declares have the value that it gives them.
    void tellChanged(List<String> variables, List<SnippetEvent> events) {
        events.stream()
                .filter(event -> event.causeSnippet() != null
                        && WAITS.contains(event.status())
                        && event.previousStatus() == Snippet.Status.VALID
                        && event.snippet() instanceof DeclarationSnippet)
                .map(event -> (DeclarationSnippet) event.snippet())
                .forEach(snippet -> System.err.println("note: " + lacks(snippet)));
        List<String> reset = variables.stream()
                .distinct()
                .sorted()
                .filter(name -> events.stream()
                        .noneMatch(event -> event.causeSnippet() == null
                                && event.snippet() instanceof VarSnippet own
                                && own.name().equals(name)))
                .toList();
        if (!reset.isEmpty()) {
            System.err.println("note: " + String.join(", ", reset)
                    + (reset.size() == 1 ? " is null now: its type was" : " are null now: their types were")
                    + " declared again, and what there was is of the earlier one");
        }
    }
}
