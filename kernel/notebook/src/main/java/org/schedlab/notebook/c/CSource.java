package org.schedlab.notebook.c;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A C text and what of it is code.
///
/// @param text as it was written
/// @param code the same with blanks in place of comments, of directives and of literals in quotes, so that
///     positions stay
/// @param open whether the text ends inside one of those
record CSource(String text, String code, boolean open) {
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z_]\\w*|\\d[\\w.]*|->|\\+\\+|--|<<|>>|[<>=!]=|&&|\\|\\||\\.\\.\\.|\\S");

    static CSource of(String text) {
        StringBuilder code = new StringBuilder(text);
        int i = 0;
        boolean open = false;
        boolean lineBegins = true;
        while (i < text.length()) {
            char at = text.charAt(i);
            int end = end(text, i, at, lineBegins);
            if (end == 0) {
                lineBegins = at == '\n' || (lineBegins && Character.isWhitespace(at));
                i++;
            }
            for (; i < Math.min(end, text.length()); i++) {
                if (text.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
            open = end > text.length();
        }
        return new CSource(text, code.toString(), open);
    }

    /// Where what begins here and is no code ends; behind the text's end if it does not; 0 if it is code.
    private static int end(String text, int start, char at, boolean lineBegins) {
        if (text.startsWith("/*", start)) {
            int end = text.indexOf("*/", start + 2);
            return end < 0 ? text.length() + 1 : end + 2;
        }
        if (text.startsWith("//", start)) {
            return endOfLine(text, start);
        }
        if (at == '#' && lineBegins) {
            return endOfLine(text, start);
        }
        return at == '"' || at == '\'' ? endOfLiteral(text, start, at) : 0;
    }

    /// Of the line and of those that a backslash joins to it.
    private static int endOfLine(String text, int start) {
        int end = text.indexOf('\n', start);
        while (end > 0 && text.charAt(end - 1) == '\\') {
            end = text.indexOf('\n', end + 1);
        }
        return end < 0 ? text.length() + 1 : end;
    }

    private static int endOfLiteral(String text, int start, char quote) {
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote && text.charAt(i) != '\n') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i < text.length() ? i + 1 : text.length() + 1;
    }

    /// The words and signs of the code, in order.
    List<CToken> tokens() {
        List<CToken> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(code);
        while (token.find()) {
            tokens.add(new CToken(token.group(), token.start()));
        }
        return tokens;
    }
}
