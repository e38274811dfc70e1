package org.schedlab.notebook.cells;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/// Java as cells: runs it, completes it, explains it. JShell is made in the background by [#begin] or
/// at the first use.
///
/// Thread-safe: one cell runs at a time; while its code runs, the other questions are answered.
public final class JavaCells {
    private static final List<Snippet.SubKind> SHOWN = List.of(
            Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND,
            Snippet.SubKind.VAR_VALUE_SUBKIND,
            Snippet.SubKind.OTHER_EXPRESSION_SUBKIND);

    private final List<String> imports;
    private final UserCode userCode = new UserCode();
    private final CellShell shell;
    private final CellEngine engine;
    private final Origins origins = new Origins();
    private final QuickForm quick = new QuickForm();

    /// @param imports what every cell sees, one line each
    public JavaCells(List<String> imports) {
        this.imports = List.copyOf(imports);
        shell = new CellShell(this.imports, userCode);
        engine = shell.engine();
    }

    /// Where the cells' code runs.
    public UserCode userCode() {
        return userCode;
    }

    /// Makes JShell ready on a thread of its own, before the first cell asks for it.
    public void begin() {
        shell.begin();
    }

    /// Waits until what [#begin] started has ended.
    public void awaitWarm() throws InterruptedException {
        shell.awaitWarm();
    }

    /// Lets JShell look through the names of all classes and packages, which takes some 0.4 s of CPU
    /// time in the background: when nothing else is to do, or somebody asks for names.
    public void index() {
        shell.index();
    }

    /// Runs the snippets of the source in order and gives the value of the last one.
    ///
    /// @return the value to show; null when there is none or the source ends with a semicolon
    /// @throws CellException when something is no Java, throws, or was interrupted; what ran before
    ///     stays
    public @Nullable Object run(CellSource source) throws CellException {
        shell.lock();
        try {
            List<Piece> pieces = Piece.split(source.text(), shell.get().sourceCodeAnalysis());
            Object value = null;
            for (Piece piece : pieces) {
                if (userCode.interrupted()) {
                    throw UserErrors.interrupted();
                }
                value = evaluate(source, piece);
            }
            return value;
        } finally {
            shell.unlock();
        }
    }

    private @Nullable Object evaluate(CellSource source, Piece piece) throws CellException {
        if (piece.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
            throw UserErrors.named(
                    "CompileError",
                    "line " + source.lineAt(source.text().length()) + ": the cell ends in the middle of a statement",
                    List.of("    " + source.lineTextAt(piece.start())));
        }
        engine.reset();
        Object value = null;
        List<SnippetEvent> events = evaluated(piece);
        try {
            for (SnippetEvent event : events) {
                if (event.causeSnippet() == null) {
                    value = outcome(event, source, piece);
                }
            }
        } finally {
            forgetNameless(events);
        }
        return value;
    }

    private List<SnippetEvent> evaluated(Piece piece) {
        Optional<String> form = quick.of(piece);
        if (form.isPresent()) {
            List<SnippetEvent> events = shell.get().eval(form.get());
            if (wasAccepted(events)) {
                return events;
            }
        }
        List<SnippetEvent> events = shell.get().eval(piece.snippet());
        if (form.isPresent() && wasAccepted(events)) {
            quick.refused(piece);
        }
        return events;
    }

    private static boolean wasAccepted(List<SnippetEvent> events) {
        return events.stream().noneMatch(event -> event.status() == Snippet.Status.REJECTED);
    }

    /// JShell makes each snippet that it remembers known to all later ones, so each would make the
    /// next cells a little slower; nobody refers to a statement or to the `$7` of an expression.
    private void forgetNameless(List<SnippetEvent> events) {
        events.stream()
                .map(SnippetEvent::snippet)
                .filter(snippet ->
                        isNameless(snippet) && shell.get().status(snippet).isActive())
                .forEach(shell.get()::drop);
    }

    private static boolean hasValue(Snippet snippet) {
        return isQuick(snippet) || SHOWN.contains(snippet.subKind());
    }

    private static boolean isQuick(Snippet snippet) {
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
            case REJECTED ->
                throw new CompileErrors(shell.get().sourceCodeAnalysis())
                        .explain(shell.get().diagnostics(snippet).toList(), source, piece);
            case RECOVERABLE_NOT_DEFINED -> throw undefined((DeclarationSnippet) snippet, source, piece);
            case RECOVERABLE_DEFINED ->
                System.err.printf(
                        "note: line %d can run once there is %s%n",
                        source.lineAt(piece.start()), missing((DeclarationSnippet) snippet));
            default -> {}
        }
        Throwable failure = engine.failure();
        if (failure != null || event.exception() != null) {
            throw failed(failure == null ? event.exception() : failure, event);
        }
        return hasValue(snippet) && !piece.semicolon() ? engine.value() : null;
    }

    private CellException failed(Throwable failure, SnippetEvent event) {
        StackTraceElement[] frames = event.exception() == null
                ? new StackTraceElement[0]
                : event.exception().getStackTrace();
        if (userCode.interrupted() && !(failure instanceof org.schedlab.vm.LabException)) {
            return UserErrors.interrupted(frames, origins);
        }
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            return UserErrors.unresolved(missing(unresolved.getSnippet()), frames, origins);
        }
        if (event.exception() != null && !(event.exception() instanceof EvalException)) {
            return UserErrors.fromCell(event.exception(), frames, origins);
        }
        return UserErrors.fromCell(failure, frames, origins);
    }

    private CellException undefined(DeclarationSnippet snippet, CellSource source, Piece piece) {
        return UserErrors.named(
                "CompileError",
                "line " + source.lineAt(piece.start()) + ": there is no " + missing(snippet),
                List.of("    " + source.lineTextAt(piece.start())));
    }

    private String missing(DeclarationSnippet snippet) {
        return shell.get().unresolvedDependencies(snippet).collect(Collectors.joining(", "));
    }

    /// What could stand at the cursor.
    public Suggestions complete(String text, int cursor) {
        shell.indexSoon();
        return shell.locked(() -> Suggestions.java(text, cursor, shell.get().sourceCodeAnalysis()));
    }

    /// The present value of a variable that cells declared; empty if there is none, or it is null.
    public Optional<Object> variable(String name) {
        return shell.locked(() -> shell.get()
                .variables()
                .filter(variable ->
                        variable.name().equals(name) && shell.get().status(variable) == Snippet.Status.VALID)
                .findFirst()
                .flatMap(variable -> engine.valueOf(() -> shell.get().varValue(variable))));
    }

    /// The variables that cells declared, in order, with their types as Java writes them.
    public Map<String, String> variables() {
        return shell.locked(() -> {
            Map<String, String> types = new LinkedHashMap<>();
            shell.get()
                    .variables()
                    .filter(each -> !isQuick(each) && shell.get().status(each) == Snippet.Status.VALID)
                    .forEach(each -> types.put(each.name(), UserErrors.withoutPackages(each.typeName())));
            return types;
        });
    }

    /// The source compiled as one method, to be called as often as wanted. Its own declarations live as long as a
    /// call; imports and methods cannot be among them.
    ///
    /// @throws CellException when it is no such Java; it has not run then
    public Callable<@Nullable Object> compiled(CellSource source) throws CellException {
        String text = source.text().strip();
        Optional<Callable<@Nullable Object>> expression = text.endsWith(";") ? Optional.empty() : tried(source, "", "");
        if (expression.isPresent()) {
            return expression.get();
        }
        return lambda(source, "{", (text.endsWith(";") || text.endsWith("}") ? "" : ";") + " return null; }");
    }

    private Optional<Callable<@Nullable Object>> tried(CellSource source, String before, String after) {
        try {
            return Optional.of(lambda(source, before, after));
        } catch (CellException noExpression) {
            return Optional.empty();
        }
    }

    /// Nothing is added to the source's own lines, so that errors show them as they are.
    private Callable<@Nullable Object> lambda(CellSource source, String before, String after) throws CellException {
        String text = CompiledJava.class.getName() + ".of(() -> " + before + "\n" + source.text() + "\n" + after + ")";
        Object made = run(new CellSource(source.cell(), source.linesAbove() - 1, text));
        return ((CompiledJava) Objects.requireNonNull(made)).of(source, userCode);
    }

    /// From now on cells see the classes of these jars and folders, behind those that they saw before.
    public void addToClassPath(List<Path> entries) {
        shell.locked(() -> {
            entries.forEach(each -> shell.get().addToClasspath(each.toString()));
            return entries;
        });
    }

    /// Signature and documentation of what is at the cursor, or null.
    public @Nullable String inspect(String text, int cursor) {
        return shell.locked(
                () -> new Documentation(shell.get().sourceCodeAnalysis(), new SourceDocs(imports)).at(text, cursor));
    }

    /// Whether the text can run as it is, needs more lines, or is wrong.
    public Completeness completeness(String text) {
        return shell.locked(() -> {
            List<Piece> pieces = Piece.split(text, shell.get().sourceCodeAnalysis());
            boolean wrong = pieces.stream().anyMatch(piece -> piece.complete() && isNoJava(piece));
            if (wrong) {
                return Completeness.UNKNOWN;
            }
            return pieces.isEmpty() ? Completeness.COMPLETE : pieces.getLast().completeness();
        });
    }

    /// What looks complete by its brackets and semicolons may be no Java, such as `import = 7q`.
    private boolean isNoJava(Piece piece) {
        return shell.get().sourceCodeAnalysis().sourceToSnippets(piece.snippet()).stream()
                .anyMatch(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS);
    }

    /// Whether the text ends in the middle of a statement.
    public boolean unfinished(String text) {
        return completeness(text) == Completeness.DEFINITELY_INCOMPLETE;
    }
}
