package org.schedlab.notebook.cells;

/// Ends a cell that was interrupted. An error, so that `catch (Exception e)` in a cell lets it pass;
/// a cell that swallows it meets the next one at its next jump back.
final class CellStoppedError extends Error {
    private static final long serialVersionUID = 1L;

    CellStoppedError() {
        super("interrupted");
    }
}
