package org.schedlab.notebook.cells;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Javadoc comment in HTML as plain text: its markup is gone, what it says is not. Signs between `<` and
/// `>` that are no tag, as in `{@code index < 0 || index > size()}`, stay.
final class JavadocText {
    private static final Pattern TAG =
            Pattern.compile("<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)(?:\\s[^<>]*)?/?>", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("&(#?\\w+);");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("amp", "&"),
            Map.entry("quot", "\""),
            Map.entry("nbsp", " "),
            Map.entry("le", "≤"),
            Map.entry("ge", "≥"),
            Map.entry("ne", "≠"),
            Map.entry("minus", "−"),
            Map.entry("times", "×"),
            Map.entry("mdash", "—"),
            Map.entry("ndash", "–"),
            Map.entry("hellip", "…"),
            Map.entry("pi", "π"),
            Map.entry("infin", "∞"),
            Map.entry("radic", "√"));

    private final String javadoc;
    private final StringBuilder text = new StringBuilder();

    private JavadocText(String javadoc) {
        this.javadoc = javadoc;
    }

    static String of(String javadoc) {
        JavadocText all = new JavadocText(javadoc);
        all.run();
        return all.text
                .toString()
                .replaceAll("[ \\t]+\n", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    private void run() {
        Matcher tag = TAG.matcher(javadoc);
        Matcher entity = ENTITY.matcher(javadoc);
        int at = 0;
        while (at < javadoc.length()) {
            tag.region(at, javadoc.length());
            entity.region(at, javadoc.length());
            if (javadoc.startsWith("{@", at)) {
                int end = closing(at);
                text.append(inline(javadoc.substring(at + 2, end)));
                at = end + 1;
            } else if (tag.lookingAt()) {
                text.append("li".equalsIgnoreCase(tag.group(1)) && !tag.group().startsWith("</") ? "- " : "");
                at = tag.end();
            } else if (entity.lookingAt()) {
                text.append(letter(entity.group(1), entity.group()));
                at = entity.end();
            } else {
                text.append(javadoc.charAt(at++));
            }
        }
    }

    /// Where the brace that opens here is closed, or the end.
    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < javadoc.length(); i++) {
            depth += javadoc.charAt(i) == '{' ? 1 : javadoc.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return javadoc.length();
    }

    private static String inline(String tag) {
        String[] words = tag.split("\\s+", 2);
        String content = words.length < 2 ? "" : words[1];
        return switch (words[0]) {
            case "code", "literal" -> content;
            case "link", "linkplain" -> link(content);
            case "value" -> reference(content);
            case "return" -> "Returns " + of(content);
            case "snippet" -> content.substring(content.indexOf(':') + 1);
            case "inheritDoc", "docRoot" -> "";
            case "index", "systemProperty" -> content.replaceFirst("^(\"[^\"]*\"|\\S+).*", "$1");
            default -> of(content);
        };
    }

    /// The label of a link, or what it leads to if it has none.
    private static String link(String content) {
        int depth = 0;
        for (int i = 0; i < content.length(); i++) {
            char letter = content.charAt(i);
            depth += "(<".indexOf(letter) >= 0 ? 1 : ")>".indexOf(letter) >= 0 ? -1 : 0;
            if (depth == 0
                    && Character.isWhitespace(letter)
                    && !content.substring(i).isBlank()) {
                return of(content.substring(i));
            }
        }
        return reference(content);
    }

    private static String reference(String target) {
        return UserErrors.withoutPackages(target.strip()).replaceFirst("^#", "").replace('#', '.');
    }

    private static String letter(String name, String asIs) {
        if (name.matches("#\\d{1,6}")) {
            return Character.toString(Integer.parseInt(name.substring(1)));
        }
        return name.matches("#[xX][0-9a-fA-F]{1,5}")
                ? Character.toString(Integer.parseInt(name.substring(2), 16))
                : ENTITIES.getOrDefault(name, asIs);
    }
}
