package org.schedlab.notebook.cells;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.jspecify.annotations.Nullable;

/// Java as cells: runs it, completes it, explains it. JShell is made in the background by [#begin] or
/// at the first use.
///
/// Thread-safe: one cell runs at a time; while its code runs, the other questions are answered.
public final class JavaCells {
    private final List<String> imports;
    private final UserCode userCode = new UserCode();
    private final CellShell shell;
    private final Declared declared;
    private final Evaluation evaluation;

    /// @param imports what every cell sees, one line each
    public JavaCells(List<String> imports) {
        this.imports = List.copyOf(imports);
        shell = new CellShell(this.imports, userCode);
        declared = new Declared(shell);
        evaluation = new Evaluation(shell, userCode, declared);
        userCode.describeWith(stack -> shell.locked(() -> evaluation.frames(stack)));
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
        return shell.<Optional<Object>, CellException>locked(() -> Optional.ofNullable(evaluation.run(source)))
                .orElse(null);
    }

    /// Ends a cell, well or not.
    ///
    /// @return what it declared and what cannot be used yet, a line for each
    public List<String> endCell() {
        return declared.someWait() ? shell.locked(declared::endCell) : List.of();
    }

    /// What could stand at the cursor.
    public Suggestions complete(String text, int cursor) {
        shell.indexSoon();
        return shell.locked(() -> new Completion(shell.get().sourceCodeAnalysis(), shell.packages()).at(text, cursor));
    }

    /// The present value of a variable that cells declared; empty if there is none, or it is null.
    public Optional<Object> variable(String name) {
        return shell.locked(() -> shell.get()
                .variables()
                .filter(variable ->
                        variable.name().equals(name) && shell.get().status(variable) == Snippet.Status.VALID)
                .findFirst()
                .flatMap(variable -> shell.engine().valueOf(() -> shell.get().varValue(variable))));
    }

    /// The variables that cells declared, in order, with their types as Java writes them.
    public Map<String, String> variables() {
        return shell.locked(() -> {
            Map<String, String> types = new LinkedHashMap<>();
            shell.get()
                    .variables()
                    .filter(each -> !Evaluation.isQuick(each) && shell.get().status(each) == Snippet.Status.VALID)
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
        return shell.locked(() -> Optional.ofNullable(
                        new Documentation(shell.get().sourceCodeAnalysis(), new SourceDocs(imports)).at(text, cursor)))
                .orElse(null);
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
