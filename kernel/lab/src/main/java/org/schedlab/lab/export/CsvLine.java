package org.schedlab.lab.export;

import java.io.IOException;
import java.io.Writer;

/// Lines of a CSV file (RFC 4180), a value at a time. Not thread-safe.
final class CsvLine implements Cells.Sink<IOException> {
    private final Writer writer;
    private boolean first = true;

    CsvLine(Writer writer) {
        this.writer = writer;
    }

    @Override
    public void missing() throws IOException {
        next("");
    }

    @Override
    public void whole(long value) throws IOException {
        next(Long.toString(value));
    }

    @Override
    public void real(double value) throws IOException {
        next(Double.toString(value));
    }

    @Override
    public void truth(boolean value) throws IOException {
        next(Boolean.toString(value));
    }

    @Override
    public void text(String value) throws IOException {
        next(needsQuotes(value) ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }

    /// Ends the line.
    void end() throws IOException {
        writer.write('\n');
        first = true;
    }

    private void next(String value) throws IOException {
        if (!first) {
            writer.write(',');
        }
        first = false;
        writer.write(value);
    }

    private static boolean needsQuotes(String value) {
        return value.isEmpty() || value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    }
}
