package org.schedlab.notebook.cells;

import java.util.List;
import java.util.Optional;

/// A cell ended with an error, told in the shape a front end shows: a name, one line, and the lines
/// of a traceback.
public final class CellException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient List<String> traceback;
    private final transient Optional<Throwable> thrown;

    /// @param name the kind of error, for example the exception's simple class name
    /// @param message the cause, one line where possible
    /// @param traceback what the front end shows
    public CellException(String name, String message, List<String> traceback) {
        this(name, message, traceback, Optional.empty());
    }

    /// @param thrown what the cell threw
    CellException(String name, String message, List<String> traceback, Optional<Throwable> thrown) {
        super(message, null, false, false);
        this.thrown = thrown;
        this.name = name;
        this.traceback = List.copyOf(traceback);
    }

    /// The kind of error.
    public String name() {
        return name;
    }

    /// The cause.
    public String value() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /// What the cell threw; empty if it is none of its own.
    public Optional<Throwable> thrown() {
        return thrown;
    }

    /// The lines to show; the first tells the cause.
    public List<String> traceback() {
        return traceback;
    }
}
