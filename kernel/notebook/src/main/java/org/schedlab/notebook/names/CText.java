package org.schedlab.notebook.names;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The C text of a scheduler as a person reads it: what stands above it, and its global variables
/// with what is said of them. By their look alone: what preprocessing makes is not seen.
///
/// @param text C
record CText(String text) {
    private static final Pattern HEAD = Pattern.compile("\\s*/\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern VARIABLE =
            Pattern.compile("(?m)^([A-Za-z_][\\w \\t*]*?[ \\t*])(\\w+)((?:\\[[^\\]\\n]*\\])*)\\s*(?:=[^;]*)?;[^\\n]*");
    private static final Pattern COMMENT_BEFORE =
            Pattern.compile("/\\*((?:(?!\\*/).)*)\\*/[ \\t]*\\n\\z", Pattern.DOTALL);
    private static final Set<String> NO_TYPES =
            Set.of("struct", "union", "enum", "typedef", "extern", "return", "goto", "else", "static");

    /// A global variable.
    ///
    /// @param type with its qualifiers
    /// @param definition the line or lines that define it
    /// @param comment what stands right above it; may be empty
    record Variable(String name, String type, String definition, String comment) {}

    /// The comment that the text begins with, without the licence's line; empty if there is none.
    List<String> head() {
        Matcher head = HEAD.matcher(text);
        return head.lookingAt()
                ? head.group(1)
                        .lines()
                        .map(CText::commentLine)
                        .filter(line -> !line.startsWith("SPDX-"))
                        .dropWhile(String::isEmpty)
                        .toList()
                : List.of();
    }

    /// What the text is for, its first sentence; empty if it does not say.
    String headline(String name) {
        String first = head().stream().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining(" "));
        String sentence = first.split("(?<=[.]) ", 2)[0].replaceFirst("[.]$", "");
        return sentence.startsWith(name + ": ") ? sentence.substring(name.length() + 2) : sentence;
    }

    /// The global variables in their order.
    List<Variable> variables() {
        return VARIABLE.matcher(text)
                .results()
                .filter(found -> !NO_TYPES.contains(found.group(1).strip().split("\\s", 2)[0])
                        || found.group(1).strip().matches("(struct|union|enum)\\s+\\w.*"))
                .map(this::variable)
                .toList();
    }

    private Variable variable(MatchResult found) {
        Matcher above = COMMENT_BEFORE.matcher(text.substring(0, found.start()));
        String comment = above.find() && above.start() > 0
                ? above.group(1)
                        .lines()
                        .map(CText::commentLine)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining(" "))
                : "";
        String type = found.group(1).strip().replaceAll("\\s+", " ") + found.group(3);
        return new Variable(found.group(2), type, found.group().strip(), comment);
    }

    /// A global variable by its name.
    Optional<Variable> variable(String name) {
        return variables().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// The definition of a BPF map.
    Optional<String> map(String name) {
        Matcher map = Pattern.compile("struct\\s*\\{[^}]*}\\s*" + Pattern.quote(name) + "\\s+SEC\\(\"\\.maps\"\\);")
                .matcher(text);
        return map.find() ? Optional.of(map.group()) : Optional.empty();
    }

    private static String commentLine(String line) {
        return line.strip().replaceFirst("^\\*\\s?", "").stripTrailing();
    }
}
