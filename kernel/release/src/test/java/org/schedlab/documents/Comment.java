package org.schedlab.documents;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// A Javadoc comment in Markdown, cut into its text and its tags.
///
/// @param text everything before the first tag; links between types are plain code
/// @param parameters what `@param` says, by name
/// @param exceptions what `@throws` says, by type
record Comment(String text, Map<String, String> parameters, Map<String, String> exceptions) {
    private static final Pattern LINK = Pattern.compile("(?:\\[([^\\]`]+)\\])?\\[([\\w.#(), ]+)\\](?!\\()");
    private static final Pattern TAG = Pattern.compile("(?m)^\\s*@(\\w+) +(?:(\\S+)\\s+)?");

    static Comment of(@Nullable String javadoc) {
        String all = javadoc == null ? "" : javadoc.strip();
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, String> exceptions = new LinkedHashMap<>();
        Matcher tag = TAG.matcher(all);
        int end = all.length();
        while (tag.find()) {
            end = Math.min(end, tag.start());
            Matcher next = TAG.matcher(all);
            String text = all.substring(tag.end(), next.find(tag.end()) ? next.start() : all.length());
            if (tag.group(1).equals("param")) {
                parameters.put(tag.group(2), plain(text));
            } else if (tag.group(1).equals("throws")) {
                exceptions.put(tag.group(2), plain(text));
            }
        }
        return new Comment(plain(all.substring(0, end)), parameters, exceptions);
    }

    /// The first sentence in one line.
    String firstSentence() {
        String paragraph = text.split("\n\\s*\n", 2)[0].replaceAll("\\s+", " ").strip();
        Matcher end = Pattern.compile("[.:](?= [A-Z`]|$)").matcher(paragraph);
        return end.find() ? paragraph.substring(0, end.start()) + "." : paragraph;
    }

    /// The text in one line, paragraphs joined; for a table or a list.
    String line() {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String plain(String markdown) {
        Matcher link = LINK.matcher(markdown);
        return link.replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? "`" + simple(found.group(2)) + "`" : found.group(1)))
                .strip();
    }

    /// What one types: `Lab#every` of `[org.schedlab.lab.words.Lab#every(Duration, int)]` is
    /// `every`.
    private static String simple(String reference) {
        String member = reference.substring(reference.lastIndexOf('#') + 1);
        String name = member.replaceFirst("\\(.*", "");
        return name.substring(name.lastIndexOf('.') + 1) + (member.contains("(") ? "()" : "");
    }
}
