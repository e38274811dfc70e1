package org.schedlab.hunt;

/// A text as a Java text block: compiled, it is the same characters. Stateless.
final class SourceText {
    private static final String QUOTES = "\"\"\"";

    private SourceText() {}

    /// Its closing quotes stand at the line's beginning, so that no indentation is taken away.
    static String block(String text) {
        String escaped = text.replace("\\", "\\\\")
                .replace(QUOTES, "\\\"\"\"")
                .replace("\r", "\\r")
                .replaceAll("(?m) $", "\\\\s")
                .replaceAll("(?m)\t$", "\\\\t");
        return QUOTES + "\n" + escaped + (text.endsWith("\n") ? "" : "\\\n") + QUOTES;
    }
}
