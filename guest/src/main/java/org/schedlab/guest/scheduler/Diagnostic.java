package org.schedlab.guest.scheduler;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One message of clang, as it prints them: `FILE:LINE:COLUMN: KIND: MESSAGE`.
///
/// @param file as given to clang
/// @param line from 1
/// @param column from 1, in bytes
record Diagnostic(Kind kind, String file, int line, int column, String message) {
    enum Kind {
        ERROR,
        WARNING,
        NOTE
    }

    private static final Pattern LINE =
            Pattern.compile("([^:\\n]+):(\\d+):(\\d+): (?:fatal )?(error|warning|note): (.*)");

    /// Those in the output of one run, in order. Notes on macros are left out: the message before them
    /// points at the macro's use already.
    static List<Diagnostic> parse(String output) {
        return output.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(Diagnostic::of)
                .filter(each -> !each.message.startsWith("expanded from macro"))
                .toList();
    }

    private static Diagnostic of(Matcher matcher) {
        return new Diagnostic(
                Kind.valueOf(matcher.group(4).toUpperCase(Locale.ROOT)),
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                matcher.group(5));
    }

    /// The message with its line and a mark below the column, for the user.
    String text(SchedulerSource source, String header) {
        boolean own = file.endsWith(source.fileName());
        String shown = own
                ? source.line(line).orElse("")
                : header.lines().skip(line - 1L).findFirst().orElse("");
        String code = shown.strip();
        String first = switch (kind) {
            case ERROR -> place(own) + ": " + message;
            case WARNING -> place(own) + ": warning: " + message;
            case NOTE -> "note, " + place(own) + ": " + message;
        };
        if (code.isEmpty()) {
            return first;
        }
        int mark = column - 1 - shown.indexOf(code);
        String below =
                own && kind != Kind.NOTE && mark >= 0 && mark <= code.length() ? "\n    " + " ".repeat(mark) + "^" : "";
        return first + "\n    " + code + below;
    }

    private String place(boolean own) {
        return own ? "line " + line : file.substring(file.lastIndexOf('/') + 1) + " line " + line;
    }
}
