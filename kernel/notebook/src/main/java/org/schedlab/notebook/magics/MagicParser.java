package org.schedlab.notebook.magics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.notebook.cells.Nearest;
import org.schedlab.vm.LabException;

/// Words and options of a magic's line: `name --option value --option=value --flag "two words" word`.
/// A lone `--` ends the options.
final class MagicParser {
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+|[\"']");

    private final Magic magic;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();

    private MagicParser(Magic magic) {
        this.magic = magic;
    }

    /// @param text the line after the magic's name
    static MagicCall parse(Magic magic, String text, String body, int bodyLine, MagicCall.JavaRunner java) {
        String line = withoutComment(text).strip();
        MagicParser parser = new MagicParser(magic);
        parser.read(words(line));
        parser.requireWantedArguments();
        return new MagicCall(
                magic, line, List.copyOf(parser.arguments), Map.copyOf(parser.options), body, bodyLine, java);
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

    /// The words of the text, with quotes taken off.
    static List<String> words(String text) {
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
            words.add(word.replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2"));
        }
        return words;
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                arguments.addAll(words.subList(i + 1, words.size()));
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
                throw LabException.asked("--" + option.name() + " of %" + magic.name() + " needs a value")
                        .available("--" + option.name() + " " + option.value() + ": " + option.help())
                        .remedy(MagicUsage.synopsis(magic))
                        .exception();
            }
        }
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
