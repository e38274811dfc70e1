package org.schedlab.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.magics.Notebook;

/// The notebook as the magics of one run of a cell meet it. Confined to the cell.
final class CellNotebook implements Notebook {
    private final CellRunner runner;
    private final JavaCells java;
    private final History history;
    private final int number;
    private volatile @Nullable String replacement;

    /// @param number the cell's execution count
    CellNotebook(CellRunner runner, JavaCells java, History history, int number) {
        this.runner = runner;
        this.java = java;
        this.history = history;
        this.number = number;
    }

    int number() {
        return number;
    }

    /// What is to stand in place of the cell's text.
    Optional<String> replacement() {
        return Optional.ofNullable(replacement);
    }

    @Override
    public @Nullable Object run(String text, int line) throws Exception {
        return runner.run(text, line - 1, this);
    }

    @Override
    public Callable<@Nullable Object> prepare(String text, int line) throws Exception {
        return runner.prepare(text, line - 1, this);
    }

    @Override
    public Optional<Object> variable(String name) {
        return java.variable(name);
    }

    @Override
    public List<Variable> variables() {
        return java.variables().entrySet().stream()
                .map(each -> new Variable(each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public List<PastCell> cells() {
        return history.cells();
    }

    @Override
    public void replaceCell(String text) {
        replacement = text;
    }

    @Override
    public void addToClassPath(List<Path> entries) {
        java.addToClassPath(entries);
    }
}
