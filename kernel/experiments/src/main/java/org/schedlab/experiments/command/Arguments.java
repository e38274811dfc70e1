package org.schedlab.experiments.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

/// The words of a command line: what is named, and options with or without a value. Immutable.
public final class Arguments {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h)");

    private final String usage;
    private final List<String> named = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    /// Takes a command line apart.
    ///
    /// @param usage what the user is told who got it wrong
    /// @param valued options that have a value: `--store S` or `--store=S`
    /// @param flags options that have none
    /// @throws LabException there is no such option, its value is missing, or it is there twice
    Arguments(String usage, List<String> words, Set<String> valued, Set<String> flags) {
        this.usage = usage;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            String option = word.startsWith("--") ? word.split("=", 2)[0] : "";
            if (option.isEmpty()) {
                named.add(word);
            } else if (flags.contains(word)) {
                options.put(word, "");
            } else if (valued.contains(option) && word.contains("=")) {
                put(option, word.substring(option.length() + 1));
            } else if (valued.contains(option) && at + 1 < words.size()) {
                at++;
                put(option, words.get(at));
            } else {
                throw wrong(
                        valued.contains(option) ? "there is nothing after " + option : "there is no option " + option);
            }
        }
    }

    private void put(String option, String value) {
        String before = options.put(option, value);
        if (before != null) {
            throw wrong("%s is there twice, with '%s' and '%s'".formatted(option, before, value));
        }
    }

    /// The only thing that is named without an option.
    public String only(String what) {
        if (named.size() != 1) {
            throw wrong(named.isEmpty() ? "there is no " + what : "more than one " + what + ": " + named);
        }
        return named.getFirst();
    }

    /// All that is named without an option, at least one.
    public List<String> several(String what) {
        if (named.isEmpty()) {
            throw wrong("there is no " + what);
        }
        return List.copyOf(named);
    }

    /// Where results are kept: what `--store` says, else the user's own folder.
    String store() {
        return value("--store")
                .orElseGet(() -> Folders.ofUser().cache("results").toString());
    }

    /// What was given with an option.
    public Optional<String> value(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /// Whether a flag was given.
    public boolean has(String flag) {
        return options.containsKey(flag);
    }

    /// A number of things, from 1.
    public Optional<Integer> count(String option) {
        return value(option).map(text -> {
            if (!text.matches("[1-9]\\d{0,6}")) {
                throw wrong("%s is '%s', which is not a number from 1".formatted(option, text));
            }
            return Integer.valueOf(text);
        });
    }

    /// A time such as `90s`, `10m` or `2h`.
    public Optional<Duration> time(String option) {
        return value(option).map(text -> {
            Matcher found = TIME.matcher(text);
            if (!found.matches()) {
                throw wrong("%s is '%s', which is not a time such as 90s, 10m or 2h".formatted(option, text));
            }
            long count = Long.parseLong(found.group(1));
            return switch (found.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        });
    }

    /// A part from 0 to 1, written as `1%` or `0.01`.
    double part(String option) {
        String text = value(option).orElse("0");
        try {
            double number = Double.parseDouble(text.replaceFirst("%$", "")) / (text.endsWith("%") ? 100 : 1);
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong("%s is '%s', which is not a share such as 1%%".formatted(option, text));
    }

    /// The words of a text, as a shell parts them: `--ssh 'ssh -p 2222'` is two.
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher found = WORD.matcher(text);
        while (found.find()) {
            words.add(found.group().replaceAll("['\"]", ""));
        }
        return words;
    }

    /// What to throw for a command line that cannot be understood.
    public LabException wrong(String found) {
        return LabException.asked("this command line cannot be understood")
                .found(found)
                .remedy(usage)
                .exception();
    }
}
