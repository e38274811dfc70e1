package org.schedlab.notebook;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.cells.Suggestions;
import org.schedlab.notebook.magics.Magic;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.notebook.magics.Magics;
import org.schedlab.notebook.magics.TypedWord;

/// Completion and inspection on a magic's line: its name, its options and what it says itself of its
/// arguments.
///
/// @param magics those there are
record MagicHelp(Magics magics) {

    /// What could stand at the end of a line.
    ///
    /// @param line from its percent sign up to the cursor
    /// @param below what stands below it in the cell
    /// @param cursor where the line ends, in the cell
    Suggestions complete(String line, String below, int cursor) {
        boolean cell = line.startsWith("%%");
        String text = line.substring(cell ? 2 : 1);
        String name = Magics.name(text);
        if (name.length() == text.length()) {
            return starting(magics.names(cell).stream().map(this::named), name, cursor);
        }
        return magic(name)
                .flatMap(magic -> TypedWord.of(magic, text.substring(name.length()), cell ? below : "")
                        .map(word -> starting(suggestions(magic, word), word.typed(), cursor)))
                .orElse(Suggestions.none(cursor));
    }

    private Suggestion named(String name) {
        return Suggestion.of(name, magic(name).map(MagicHelp::purpose).orElse("magic"));
    }

    private static String purpose(Magic magic) {
        return MagicUsage.synopsis(magic).replaceFirst("^.* — ", "");
    }

    private static Stream<Suggestion> suggestions(Magic magic, TypedWord word) {
        return word.isOption()
                ? magic.options().stream().map(option -> Suggestion.of("--" + option.name(), option.help()))
                : magic.suggestions(word).stream();
    }

    private static Suggestions starting(Stream<Suggestion> all, String prefix, int cursor) {
        List<Suggestion> found =
                all.filter(each -> each.text().startsWith(prefix)).distinct().toList();
        return new Suggestions(found, cursor - prefix.length(), cursor);
    }

    private Optional<Magic> magic(String name) {
        return magics.all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// What stands at a place of a line: an argument that the magic knows, an option, else the magic.
    ///
    /// @param line from its percent sign to its end
    /// @param place in the line
    /// @param below what stands below it in the cell
    Optional<String> inspect(String line, int place, String below) {
        String text = line.replaceFirst("^%%?", "");
        int percents = line.length() - text.length();
        String name = Magics.name(text).replaceFirst("[?]+$", "");
        return magic(name).map(magic -> {
            int end = Math.clamp(place, percents + name.length(), line.length());
            while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            return TypedWord.of(magic, line.substring(percents + name.length(), end), percents == 2 ? below : "")
                    .flatMap(word -> explain(magic, word))
                    .orElse(MagicUsage.full(magic));
        });
    }

    private static Optional<String> explain(Magic magic, TypedWord word) {
        String option = word.isOption()
                ? word.typed().substring(Math.min(2, word.typed().length()))
                : word.option();
        return option.isEmpty() ? magic.explain(word) : MagicUsage.option(magic, option);
    }
}
