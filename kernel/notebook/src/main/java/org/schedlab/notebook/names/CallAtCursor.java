package org.schedlab.notebook.names;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The innermost call around the cursor and the argument that is being typed, read from the text
/// before the cursor alone (that text need not be valid Java).
///
/// @param receiver the expression before the method's dot, such as `w` or `scheduler("vtime")`; empty
///     if there is none
/// @param method the method's name
/// @param before the arguments before the one that is being typed, as they stand there
/// @param inText whether the cursor is inside a string literal
/// @param typed the argument up to the cursor; inside a literal, what follows its opening quote
/// @param around the call of which this call is an argument
public record CallAtCursor(
        String receiver,
        String method,
        List<String> before,
        boolean inText,
        String typed,
        Optional<CallAtCursor> around) {
    private static final Pattern CALLED = Pattern.compile("(\\w+)\\s*$");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*)\"");

    /// Copies the list.
    public CallAtCursor {
        before = List.copyOf(before);
    }

    /// The position of the argument that is being typed, from 0.
    public int index() {
        return before.size();
    }

    /// An earlier argument that is a string literal.
    ///
    /// @param index from 0
    public Optional<String> literal(int index) {
        if (index >= before.size()) {
            return Optional.empty();
        }
        Matcher literal = LITERAL.matcher(before.get(index));
        return literal.matches() ? Optional.of(literal.group(1)) : Optional.empty();
    }

    /// What stands before the cursor in this call and those around it: earlier arguments, and what
    /// methods are called on; the outermost first.
    Stream<String> context() {
        Stream<String> outer = around.stream().flatMap(call -> Stream.concat(call.context(), Stream.of(call.typed())));
        return Stream.concat(outer, Stream.concat(Stream.of(receiver), before.stream()));
    }

    /// The call around a position of a text; empty outside of parentheses and in comments.
    public static Optional<CallAtCursor> find(String text, int cursor) {
        return new Scan(text.substring(0, cursor)).call();
    }

    /// One pass over the text before the cursor.
    private static final class Scan {
        private record Open(char bracket, int at, List<Integer> commas) {}

        private final String text;
        private final Deque<Open> open = new ArrayDeque<>();
        private int position;
        private int literalStart = -1;
        private boolean comment;

        Scan(String text) {
            this.text = text;
            while (position < text.length()) {
                step(text.charAt(position));
            }
        }

        private void step(char letter) {
            if (text.startsWith("//", position)) {
                skipTo("\n", 2, 0);
            } else if (text.startsWith("/*", position)) {
                skipTo("*/", 2, 2);
            } else if (text.startsWith("\"\"\"", position)) {
                literal("\"\"\"");
            } else if (letter == '"' || letter == '\'') {
                literal(String.valueOf(letter));
            } else {
                bracket(letter);
                position++;
            }
        }

        private void skipTo(String end, int from, int length) {
            int found = text.indexOf(end, position + from);
            comment = found < 0;
            position = found < 0 ? text.length() : found + length;
        }

        private void literal(String quote) {
            int start = position + quote.length();
            int end = start;
            while (end < text.length() && !text.startsWith(quote, end) && (quote.length() > 1 || !newLine(end))) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= text.length()) {
                literalStart = start;
                position = text.length();
            } else {
                position = end + (newLine(end) ? 1 : quote.length());
            }
        }

        private boolean newLine(int at) {
            return text.charAt(at) == '\n';
        }

        private void bracket(char letter) {
            switch (letter) {
                case '(', '[', '{' -> open.push(new Open(letter, position, new ArrayList<>()));
                case ')', ']', '}' -> open.poll();
                case ',' -> {
                    if (!open.isEmpty()) {
                        open.peek().commas().add(position);
                    }
                }
                default -> {}
            }
        }

        Optional<CallAtCursor> call() {
            return comment ? Optional.empty() : call(new ArrayList<>(open), text.length(), literalStart);
        }

        private Optional<CallAtCursor> call(List<Open> brackets, int end, int literal) {
            if (brackets.isEmpty() || brackets.getFirst().bracket() != '(') {
                return Optional.empty();
            }
            Open parenthesis = brackets.getFirst();
            Matcher called = CALLED.matcher(text.substring(0, parenthesis.at()));
            if (!called.find()) {
                return Optional.empty();
            }
            List<String> before = new ArrayList<>();
            int from = parenthesis.at() + 1;
            for (int comma : parenthesis.commas()) {
                before.add(text.substring(from, comma).strip());
                from = comma + 1;
            }
            String typed = literal < 0 ? text.substring(from, end).stripLeading() : text.substring(literal, end);
            String receiver = Receiver.before(text, called.start());
            Optional<CallAtCursor> around = call(brackets.subList(1, brackets.size()), called.start(), -1);
            return Optional.of(new CallAtCursor(receiver, called.group(1), before, literal >= 0, typed, around));
        }
    }
}
