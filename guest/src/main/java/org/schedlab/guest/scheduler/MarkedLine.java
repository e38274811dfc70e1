package org.schedlab.guest.scheduler;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of a text without its indentation, and signs to stand below it: `^` where something is wrong,
/// `~` below what belongs to that. A long line is cut around the place.
///
/// @param code on one line, a blank for each tab
/// @param marks empty if the place is not in the line
record MarkedLine(String code, String marks) {
    private static final int LONGEST = 100;
    private static final int BEFORE = 40;
    private static final String CUT = "…";
    private static final Pattern RANGE = Pattern.compile("\\{(\\d+):(\\d+)-(\\d+):(\\d+)}");

    /// @param text the line
    /// @param line its number
    /// @param column of the place, from 1, in bytes
    /// @param ranges as clang prints them, `{LINE:COLUMN-LINE:COLUMN}`, the end not included
    static MarkedLine of(String text, int line, int column, String ranges) {
        String code = text.replace('\t', ' ').stripTrailing();
        int place = chars(text, column);
        if (place >= code.length() + 1 || code.isBlank()) {
            return new MarkedLine(code.strip(), "");
        }
        StringBuilder marks = new StringBuilder(" ".repeat(code.length() + 1));
        mark(marks, place, wordEnd(code, place));
        Matcher range = RANGE.matcher(ranges);
        while (range.find()) {
            boolean here = Integer.parseInt(range.group(1)) == line;
            boolean endsHere = Integer.parseInt(range.group(3)) == line;
            int end = endsHere ? chars(text, Integer.parseInt(range.group(4))) : code.length();
            if (here) {
                mark(marks, chars(text, Integer.parseInt(range.group(2))), end);
            }
        }
        marks.setCharAt(place, '^');
        return cut(code, marks.toString(), place);
    }

    private static void mark(StringBuilder marks, int from, int to) {
        for (int i = from; i < Math.min(to, marks.length()); i++) {
            marks.setCharAt(i, '~');
        }
    }

    private static int wordEnd(String code, int place) {
        int end = place;
        while (end < code.length() && (Character.isLetterOrDigit(code.charAt(end)) || code.charAt(end) == '_')) {
            end++;
        }
        return Math.max(end, place + 1);
    }

    /// Where a column in bytes is in a text.
    private static int chars(String text, int column) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.clamp(column - 1L, 0, bytes.length);
        return new String(bytes, 0, length, StandardCharsets.UTF_8).length();
    }

    private static MarkedLine cut(String code, String marks, int place) {
        int indent = code.length() - code.stripLeading().length();
        int from = Math.min(indent, place);
        if (code.length() - from <= LONGEST) {
            return new MarkedLine(code.substring(from), marks.substring(from).stripTrailing());
        }
        from = Math.max(from, Math.min(place - BEFORE, code.length() - LONGEST));
        int to = Math.min(from + LONGEST, code.length());
        boolean left = from > indent;
        return new MarkedLine(
                (left ? CUT : "") + code.substring(from, to) + (to < code.length() ? CUT : ""),
                (left ? " " : "")
                        + marks.substring(from, Math.min(to, marks.length())).stripTrailing());
    }
}
