package org.schedlab.notebook.magics;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/// The notebook as a magic meets it. Used on the thread of the cell.
@FunctionalInterface
public interface Notebook {
    /// A variable that a cell declared.
    ///
    /// @param type as Java writes it
    record Variable(String name, String type) {}

    /// A cell that was run.
    ///
    /// @param number its execution count
    record PastCell(int number, String source) {}

    /// Runs what a cell can hold, Java and magics, as if it stood in this cell from that line on.
    ///
    /// @return the value of its last part; null if it has none
    @Nullable
    Object run(String text, int line) throws Exception;

    /// The same, compiled once and run as often as asked, where it is Java; its declarations are its own then.
    default Callable<@Nullable Object> prepare(String text, int line) throws Exception {
        return () -> run(text, line);
    }

    /// The present value of a variable; empty if there is none, or it is null.
    default Optional<Object> variable(String name) {
        return Optional.empty();
    }

    /// The variables that cells declared, in order.
    default List<Variable> variables() {
        return List.of();
    }

    /// The cells of this session so far, in order; this one is not among them.
    default List<PastCell> cells() {
        return List.of();
    }

    /// When this cell is done, the front end has this text in place of the cell's.
    default void replaceCell(String text) {}

    /// From now on cells see the classes of these jars and folders.
    default void addToClassPath(List<Path> entries) {}
}
