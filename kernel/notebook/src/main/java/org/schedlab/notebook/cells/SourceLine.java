package org.schedlab.notebook.cells;

/// A line of a cell as it is shown, a long one cut around the place that is meant.
///
/// @param text what is shown
/// @param column where the place is in it
record SourceLine(String text, int column) {
    private static final int LONGEST = 160;
    private static final int BEFORE = 60;
    private static final String CUT = "…";

    /// The line of a cell that holds a position of its text.
    static SourceLine around(CellSource cell, int position) {
        String line = cell.lineTextAt(position);
        return of(line, Math.clamp(position - cell.lineStart(position), 0, line.length()));
    }

    /// A line and a place in it.
    static SourceLine of(String line, int column) {
        if (line.length() <= LONGEST) {
            return new SourceLine(line, column);
        }
        int start = Math.clamp(column - BEFORE, 0, line.length() - LONGEST + 2);
        int end = Math.min(line.length(), start + LONGEST - 2);
        String before = start > 0 ? CUT : "";
        String after = end < line.length() ? CUT : "";
        return new SourceLine(before + line.substring(start, end) + after, column - start + before.length());
    }
}
