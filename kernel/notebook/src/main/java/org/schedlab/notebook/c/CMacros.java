package org.schedlab.notebook.c;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The macros that a C text defines.
final class CMacros {
    private static final Pattern DEFINE =
            Pattern.compile("[ \\t]*#[ \\t]*define[ \\t]+(\\w+)(\\([^)]*\\))?(.*)", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?(\\*/|$)|//.*", Pattern.DOTALL);
    private static final int LONGEST = 120;

    private CMacros() {}

    static List<Declared> of(String text) {
        List<Declared> found = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = start;
            do {
                end = text.indexOf('\n', end + 1);
            } while (end > 0 && text.charAt(end - 1) == '\\');
            end = end < 0 ? text.length() : end;
            String line = text.substring(start, end);
            Matcher define = DEFINE.matcher(line.charAt(0) == '\n' ? line.substring(1) : line);
            if (define.matches()) {
                found.add(macro(text, define, text.indexOf(define.group(1), start)));
            }
            start = end;
        }
        return found;
    }

    private static Declared macro(String text, Matcher define, int place) {
        String parameters = define.group(2) == null ? "" : define.group(2);
        String value = COMMENT.matcher(define.group(3)).replaceAll("").replace("\\\n", " ");
        String shown = ("#define " + define.group(1) + parameters + " " + Declarators.oneLine(value)).strip();
        return new Declared(
                define.group(1),
                Declared.Kind.MACRO,
                shown.length() > LONGEST ? shown.substring(0, LONGEST) + " …" : shown,
                CType.named("", 0),
                place,
                Comments.of(text, place));
    }
}
