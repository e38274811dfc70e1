package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// Runs the pieces of cells in JShell and tells what came of each. Confined to the thread that holds
/// JShell's lock; what runs, and [#frames] meanwhile, run without it.
final class Evaluation {
    private static final List<Snippet.SubKind> SHOWN = List.of(
            Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND,
            Snippet.SubKind.VAR_VALUE_SUBKIND,
            Snippet.SubKind.OTHER_EXPRESSION_SUBKIND);

    private final CellShell shell;
    private final UserCode userCode;
    private final CellEngine engine;
    private final Origins origins = new Origins();
    private final QuickForm quick = new QuickForm();
    private final Declared declared;

    Evaluation(CellShell shell, UserCode userCode, Declared declared) {
        this.shell = shell;
        this.userCode = userCode;
        this.declared = declared;
        engine = shell.engine();
    }

    private JShell java() {
        return shell.get();
    }

    /// Runs all of the source; see [JavaCells#run].
    @Nullable
    Object run(CellSource source) throws CellException {
        Object value = null;
        for (List<Piece> group : Statements.together(Piece.split(source.text(), java().sourceCodeAnalysis()))) {
            if (userCode.interrupted()) {
                throw UserErrors.interrupted();
            }
            value = group.size() == 1 ? evaluate(source, group.getFirst()) : together(source, group);
        }
        return value;
    }

    private @Nullable Object together(CellSource source, List<Piece> group) throws CellException {
        Piece joined = Statements.joined(group, source.text());
        engine.reset();
        List<SnippetEvent> events = evaluated(Statements.block(joined), source, joined);
        if (wasAccepted(events)) {
            return outcome(events, source, joined);
        }
        Object value = null;
        for (Piece piece : group) {
            value = evaluate(source, piece);
        }
        return value;
    }

    private @Nullable Object evaluate(CellSource source, Piece piece) throws CellException {
        if (piece.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
            throw UserErrors.named(
                    "CompileError",
                    "line " + source.lineAt(source.text().length()) + ": the cell ends in the middle of a statement",
                    List.of("    " + SourceLine.around(source, piece.start()).text()));
        }
        if (shell.addImport(piece) || declared.isAgain(source, piece, origins)) {
            return null;
        }
        engine.reset();
        return outcome(evaluated(source, piece), source, piece);
    }

    private List<SnippetEvent> evaluated(CellSource source, Piece piece) {
        Optional<String> assignment = declared.asAssignment(piece);
        if (assignment.isPresent()) {
            List<SnippetEvent> events = evaluated(assignment.get(), source, piece);
            if (wasAccepted(events)) {
                return events;
            }
        }
        Optional<String> form = quick.of(piece);
        if (form.isPresent()) {
            List<SnippetEvent> events = evaluated(form.get(), source, piece);
            if (wasAccepted(events)) {
                return events;
            }
        }
        List<SnippetEvent> events = evaluated(piece.snippet(), source, piece);
        if (form.isPresent() && wasAccepted(events)) {
            quick.refused(piece);
        }
        return events;
    }

    private List<SnippetEvent> evaluated(String text, CellSource source, Piece piece) {
        origins.running(source, piece);
        return java().eval(text);
    }

    private static boolean wasAccepted(List<SnippetEvent> events) {
        return events.stream()
                .noneMatch(event -> event.status() == Snippet.Status.REJECTED
                        // a method too large for a class file is found only when it is made
                        || (event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED
                                && !(event.snippet() instanceof PersistentSnippet)));
    }

    private @Nullable Object outcome(List<SnippetEvent> events, CellSource source, Piece piece) throws CellException {
        Object value = null;
        try {
            for (SnippetEvent event : events) {
                if (event.causeSnippet() == null) {
                    value = outcome(event, source, piece);
                }
            }
        } finally {
            declared.tellChanged(engine.lostVariables(), events);
            forgetNameless(events);
        }
        return value;
    }

    /// JShell makes each snippet that it remembers known to all later ones, so each would make the
    /// next cells a little slower; nobody refers to a statement or to the `$7` of an expression.
    private void forgetNameless(List<SnippetEvent> events) {
        events.stream()
                .map(SnippetEvent::snippet)
                .filter(snippet -> isNameless(snippet) && java().status(snippet).isActive())
                .forEach(java()::drop);
    }

    private static boolean hasValue(Snippet snippet) {
        return isQuick(snippet) || SHOWN.contains(snippet.subKind());
    }

    /// Whether it is a variable that only the kernel knows of.
    static boolean isQuick(Snippet snippet) {
        return snippet instanceof VarSnippet variable && variable.name().startsWith(QuickForm.NAME);
    }

    private static boolean isNameless(Snippet snippet) {
        return isQuick(snippet)
                || snippet.kind() == Snippet.Kind.EXPRESSION
                || snippet.kind() == Snippet.Kind.STATEMENT
                || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    private @Nullable Object outcome(SnippetEvent event, CellSource source, Piece piece) throws CellException {
        Snippet snippet = event.snippet();
        origins.put(snippet.id(), source, piece);
        switch (event.status()) {
            case REJECTED -> throw refused(snippet, source, piece);
            case RECOVERABLE_NOT_DEFINED, RECOVERABLE_DEFINED -> {
                if (!declared.waits((DeclarationSnippet) snippet, source, piece)) {
                    throw refused(snippet, source, piece);
                }
            }
            default -> {}
        }
        Throwable failure = engine.failure();
        if (failure != null || event.exception() != null) {
            throw failed(failure == null ? event.exception() : failure, event);
        }
        return hasValue(snippet) && !piece.semicolon() ? engine.value() : null;
    }

    private CellException refused(Snippet snippet, CellSource source, Piece piece) {
        return new CompileErrors(java().sourceCodeAnalysis(), declared)
                .explain(java().diagnostics(snippet).toList(), source, piece);
    }

    private CellException failed(Throwable failure, SnippetEvent event) {
        StackTraceElement[] frames = event.exception() == null
                ? new StackTraceElement[0]
                : event.exception().getStackTrace();
        if (failure instanceof LeftBehindException left) {
            return UserErrors.leftBehind(left);
        }
        if (userCode.interrupted() && !(failure instanceof LabException)) {
            return UserErrors.interrupted(frames, origins);
        }
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            return UserErrors.unresolved(declared.missing(unresolved.getSnippet()), frames, origins);
        }
        if (event.exception() != null && !(event.exception() instanceof EvalException)) {
            return UserErrors.fromCell(event.exception(), frames, origins);
        }
        return UserErrors.fromCell(failure, frames, origins);
    }

    /// The frames of code that runs, in the user's words.
    List<String> frames(StackTraceElement[] stack) {
        List<String> lines = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (InternalNames.isCell(frame)) {
                java().snippets()
                        .filter(snippet -> LiveFrames.isOf(frame, snippet, java()))
                        .findFirst()
                        .map(snippet -> origins.describe(LiveFrames.translated(frame, snippet, java())))
                        .ifPresent(lines::add);
            }
        }
        return lines.stream().distinct().toList();
    }
}
