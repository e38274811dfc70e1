package org.schedlab.notebook.c;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a C text says of a declaration: the comment behind it on its line, else the one right above it.
final class Comments {
    private static final Pattern LINE_END = Pattern.compile("[^\\n]*?(?:/\\*(.*?)\\*/|//([^\\n]*))", Pattern.DOTALL);

    /// Characters; what is longer is no comment on one name.
    private static final int LONGEST = 8192;

    private Comments() {}

    /// What is said of a name, on one line; empty if nothing is.
    ///
    /// @param place of the name
    static String of(String text, int place) {
        int end = text.indexOf('\n', place);
        Matcher behind = LINE_END.matcher(text).region(place, text.length());
        if (behind.lookingAt() && (end < 0 || opening(behind) < end)) {
            return oneLine(behind.group(1) != null ? behind.group(1) : behind.group(2));
        }
        int line = text.lastIndexOf('\n', place) + 1;
        String before = text.substring(Math.max(0, line - LONGEST), line);
        String above = before.stripTrailing();
        int open = above.lastIndexOf("/*");
        boolean begins = open >= 0
                && above.substring(above.lastIndexOf('\n', open) + 1, open).isBlank();
        boolean right = before.substring(above.length()).indexOf('\n')
                == before.substring(above.length()).lastIndexOf('\n');
        return above.endsWith("*/") && begins && right ? oneLine(above.substring(open + 2, above.length() - 2)) : "";
    }

    private static int opening(Matcher behind) {
        return behind.start(behind.group(1) != null ? 1 : 2) - 2;
    }

    private static String oneLine(String comment) {
        return comment.lines()
                .map(line -> line.strip().replaceFirst("^\\*\\s?", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
