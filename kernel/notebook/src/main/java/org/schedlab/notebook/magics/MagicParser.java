package org.schedlab.notebook.magics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.schedlab.notebook.cells.Nearest;
import org.schedlab.vm.LabException;

/// Words and options of a magic's line: `name --option value --option=value --flag "two words" $variable`.
/// A lone `--` ends the options; a `;` at the end keeps the value from being shown.
final class MagicParser {
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+|[\"']");

    private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\"']+)");
    /// A verbatim magic's option at the start of what is left.
    private static final Pattern LEADING_OPTION = Pattern.compile("\\s*--([A-Za-z][\\w-]*)(?:=(\\S*))?(?=\\s|$)");

    private final Magic magic;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private List<String> passedOn = List.of();

    private MagicParser(Magic magic) {
        this.magic = magic;
    }

    /// @param text the line after the magic's name
    static MagicCall parse(Magic magic, String text, String body, int bodyLine, Notebook notebook) {
        MagicParser parser = new MagicParser(magic);
        String line = magic.verbatim()
                ? parser.readLeadingOptions(text).strip()
                : withoutComment(text).strip();
        boolean quiet = !magic.verbatim() && line.endsWith(";");
        if (quiet) {
            line = line.substring(0, line.length() - 1).strip();
        }
        if (!magic.verbatim()) {
            parser.read(words(line, new Variables(notebook)));
            parser.requireWantedArguments();
        }
        return new MagicCall(
                magic,
                line,
                List.copyOf(parser.arguments),
                Map.copyOf(parser.options),
                body,
                bodyLine,
                List.copyOf(parser.passedOn),
                quiet,
                notebook);
    }

    /// @return what follows the options
    private String readLeadingOptions(String text) {
        String rest = text;
        Matcher option = LEADING_OPTION.matcher(rest);
        while (option.lookingAt() && isKnown(option.group(1))) {
            MagicOption known = known(option.group(1));
            rest = rest.substring(option.end());
            String value = Objects.requireNonNullElse(option.group(2), "");
            if (!known.isFlag() && value.isEmpty()) {
                String[] words = rest.strip().split("\\s+", 2);
                if (words[0].isEmpty()) {
                    throw withoutValue(known);
                }
                value = words[0];
                rest = words.length > 1 ? words[1] : "";
            }
            put(known, known.isFlag() ? "true" : value);
            option = LEADING_OPTION.matcher(rest);
        }
        return rest;
    }

    private boolean isKnown(String name) {
        return magic.options().stream().anyMatch(option -> option.name().equals(name));
    }

    /// The text up to a word that starts with two slashes.
    private static String withoutComment(String text) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            if (matcher.group().startsWith("//")) {
                return text.substring(0, matcher.start());
            }
        }
        return text;
    }

    /// The words of the text, with quotes taken off and, outside of single quotes, variables replaced.
    private static List<String> words(String text, Variables variables) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            if (word.equals("\"") || word.equals("'")) {
                throw LabException.asked("a quote is not closed")
                        .found(text)
                        .remedy("close it with another " + word)
                        .exception();
            }
            words.add(PART.matcher(word)
                    .results()
                    .map(part -> unquoted(part, variables))
                    .collect(Collectors.joining()));
        }
        return words;
    }

    private static String unquoted(MatchResult part, Variables variables) {
        String literal = part.group(2);
        return literal != null ? literal : variables.replaced(part.group(1) != null ? part.group(1) : part.group(3));
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                passedOn = words.subList(i + 1, words.size());
                arguments.addAll(passedOn);
                return;
            }
            if (!word.startsWith("--")) {
                arguments.add(word);
                continue;
            }
            String[] parts = word.substring(2).split("=", 2);
            MagicOption option = known(parts[0]);
            if (option.isFlag()) {
                put(option, "true");
            } else if (parts.length == 2) {
                put(option, parts[1]);
            } else if (i + 1 < words.size()) {
                i++;
                put(option, words.get(i));
            } else {
                throw withoutValue(option);
            }
        }
    }

    private LabException withoutValue(MagicOption option) {
        return LabException.asked("--" + option.name() + " of %" + magic.name() + " needs a value")
                .available("--" + option.name() + " " + option.value() + ": " + option.help())
                .remedy(MagicUsage.synopsis(magic))
                .exception();
    }

    private void put(MagicOption option, String value) {
        options.put(option.name(), value);
    }

    private MagicOption known(String name) {
        return magic.options().stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private void requireWantedArguments() {
        if (!magic.takesArguments() && !arguments.isEmpty()) {
            throw LabException.asked("%" + magic.name() + " takes options only")
                    .found(String.join(" ", arguments))
                    .available(dashed(names()))
                    .remedy(MagicUsage.synopsis(magic))
                    .exception();
        }
    }

    private List<String> names() {
        return magic.options().stream().map(MagicOption::name).toList();
    }

    private static String dashed(List<String> names) {
        return names.isEmpty() ? "none" : "--" + String.join(", --", names);
    }

    private LabException unknown(String name) {
        List<String> nearest = Nearest.to(name, names(), 1);
        return LabException.asked("%" + magic.name() + " has no option --" + name)
                .available(dashed(names()))
                .remedy(nearest.isEmpty() ? MagicUsage.synopsis(magic) : "--" + nearest.getFirst() + "?")
                .exception();
    }
}
