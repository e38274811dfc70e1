package org.schedlab.notebook.cells;

import java.util.List;

/// Code of a cell did not stop and was left behind, on a thread that still runs.
public final class LeftBehindException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> where;

    LeftBehindException(List<String> where) {
        super("the cell was left behind", null, false, false);
        this.where = List.copyOf(where);
    }

    /// Where it hangs: what was called, then the user's lines.
    List<String> where() {
        return where;
    }
}
