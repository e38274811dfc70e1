package org.schedlab.notebook.magics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The word of a magic's line at which the user is.
///
/// @param option whose value it is, without the dashes; empty for an argument
/// @param earlier the arguments before it
/// @param typed the word as far as it stands before the cursor; for an explanation the whole word
/// @param body what stands below the magic's line in its cell
public record TypedWord(String option, List<String> earlier, String typed, String body) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /// Copies the list.
    public TypedWord {
        earlier = List.copyOf(earlier);
    }

    /// The last word of a text.
    ///
    /// @param text the line after the magic's name, up to the cursor
    /// @return empty where words are not the magic's own: in a comment and behind a lone `--`
    public static Optional<TypedWord> of(Magic magic, String text, String body) {
        List<String> words = List.of(BLANKS.split(text.stripLeading() + "\u0000", -1));
        List<String> arguments = new ArrayList<>();
        String option = "";
        for (String word : words.subList(0, words.size() - 1)) {
            if (word.equals("--") || word.startsWith("//")) {
                return Optional.empty();
            }
            boolean value = !option.isEmpty();
            option = value ? "" : optionWithValue(magic, word);
            if (!value && !word.startsWith("-")) {
                arguments.add(word);
            }
        }
        String last = words.getLast().substring(0, words.getLast().length() - 1);
        int equals = last.indexOf('=');
        if (option.isEmpty() && last.startsWith("--") && equals > 0) {
            option = last.substring(2, equals);
            last = last.substring(equals + 1);
        }
        return Optional.of(new TypedWord(option, arguments, last, body));
    }

    private static String optionWithValue(Magic magic, String word) {
        return magic.options().stream()
                .filter(option -> !option.isFlag() && word.equals("--" + option.name()))
                .map(MagicOption::name)
                .findFirst()
                .orElse("");
    }

    /// Whether the option's name itself is being typed.
    public boolean isOption() {
        return option.isEmpty() && typed.startsWith("-");
    }
}
