package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One message of clang, as it prints them: `FILE:LINE:COLUMN:{RANGES}: KIND: MESSAGE`.
///
/// @param file as given to clang
/// @param line from 1
/// @param column from 1, in bytes
/// @param ranges what else it is about, `{3:13-3:16}{3:19-3:20}`; may be empty
record Diagnostic(Kind kind, String file, int line, int column, String ranges, String message) {
    enum Kind {
        ERROR,
        WARNING,
        NOTE
    }

    private static final Pattern LINE =
            Pattern.compile("([^:\\n]+):(\\d+):(\\d+)(?::((?:\\{[^}]*})+))?: (?:fatal )?(error|warning|note): (.*)");

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
                Kind.valueOf(matcher.group(5).toUpperCase(Locale.ROOT)),
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Objects.requireNonNullElse(matcher.group(4), ""),
                matcher.group(6));
    }

    /// The message with its line and a mark below the column, for the user.
    String text(SchedulerSource source, String header) {
        boolean own = file.endsWith(source.fileName());
        String shown = own
                ? source.line(line).orElse("")
                : lineOfFile()
                        .orElseGet(
                                () -> header.lines().skip(line - 1L).findFirst().orElse(""));
        String first = switch (kind) {
            case ERROR -> place(own) + ": " + message;
            case WARNING -> place(own) + ": warning: " + message;
            case NOTE -> "note, " + place(own) + ": " + message;
        };
        MarkedLine marked = MarkedLine.of(shown, line, column, ranges);
        boolean below = own && kind != Kind.NOTE && !marked.marks().isEmpty();
        return marked.code().isEmpty()
                ? first
                : first + "\n    " + marked.code() + (below ? "\n    " + marked.marks() : "");
    }

    /// Of a file of the user's beside the one that is compiled.
    private Optional<String> lineOfFile() {
        Path path = Path.of(file);
        if (!path.isAbsolute()) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
            return lines.skip(line - 1L).findFirst();
        } catch (IOException | UncheckedIOException gone) {
            return Optional.empty();
        }
    }

    private String place(boolean own) {
        return own ? "line " + line : file.substring(file.lastIndexOf('/') + 1) + " line " + line;
    }
}
