package org.schedlab.notebook.names;

/// Reads the expression before a method's dot backwards: names, dots and balanced parentheses.
final class Receiver {
    private final String text;
    private int position;

    private Receiver(String text, int position) {
        this.text = text;
        this.position = position;
    }

    /// The expression as it stands there; empty if no dot stands before the method.
    ///
    /// @param method where the method's name begins
    static String before(String text, int method) {
        Receiver receiver = new Receiver(text, method);
        receiver.skipBlanks();
        if (!receiver.at('.')) {
            return "";
        }
        int end = receiver.position - 1;
        while (receiver.at('.')) {
            receiver.position--;
            receiver.link();
        }
        return text.substring(receiver.position, end).strip();
    }

    /// One name with its arguments, and the blanks around it if a dot stands before it.
    private void link() {
        skipBlanks();
        if (at(')')) {
            skipArguments();
            skipBlanks();
        }
        while (position > 0 && Character.isJavaIdentifierPart(text.charAt(position - 1))) {
            position--;
        }
        int start = position;
        skipBlanks();
        if (!at('.')) {
            position = start;
        }
    }

    private void skipArguments() {
        int depth = 0;
        do {
            position--;
            switch (text.charAt(position)) {
                case ')' -> depth++;
                case '(' -> depth--;
                case '"' -> position = Math.max(0, text.lastIndexOf('"', position - 1));
                default -> {}
            }
        } while (depth > 0 && position > 0);
    }

    private void skipBlanks() {
        while (position > 0 && Character.isWhitespace(text.charAt(position - 1))) {
            position--;
        }
    }

    private boolean at(char letter) {
        return position > 0 && text.charAt(position - 1) == letter;
    }
}
