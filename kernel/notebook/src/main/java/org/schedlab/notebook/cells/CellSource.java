package org.schedlab.notebook.cells;

/// Some Java of a cell: the text, the cell's number as the front end shows it, and the cell's lines
/// above the text.
public record CellSource(int cell, int linesAbove, String text) {
    /// The cell's line, from 1, that holds this position of the text.
    int lineAt(int position) {
        int end = Math.clamp(position, 0, text.length());
        return linesAbove
                + 1
                + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    }

    /// The whole line around this position.
    String lineTextAt(int position) {
        return text.substring(lineStart(position), lineEnd(position));
    }

    /// Where the line around this position starts.
    int lineStart(int position) {
        return text.lastIndexOf('\n', Math.clamp(position, 0, text.length()) - 1) + 1;
    }

    private int lineEnd(int position) {
        int end = text.indexOf('\n', Math.clamp(position, 0, text.length()));
        return end < 0 ? text.length() : end;
    }
}
