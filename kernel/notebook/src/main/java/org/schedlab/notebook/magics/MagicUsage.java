package org.schedlab.notebook.magics;

import java.util.Optional;
import java.util.stream.Collectors;

/// A magic's usage as text.
public final class MagicUsage {
    private MagicUsage() {}

    /// The first line of the usage.
    public static String synopsis(Magic magic) {
        return magic.usage().lines().findFirst().orElse("%" + magic.name());
    }

    /// The whole usage and the options.
    public static String full(Magic magic) {
        String options =
                magic.options().stream().map(option -> "  " + line(option)).collect(Collectors.joining("\n"));
        return options.isEmpty() ? magic.usage().strip() : magic.usage().strip() + "\noptions:\n" + options;
    }

    /// One option with its value and help; empty if the magic has none of that name.
    public static Optional<String> option(Magic magic, String name) {
        return magic.options().stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .map(option -> "%" + magic.name() + " " + line(option));
    }

    private static String line(MagicOption option) {
        return "--" + option.name() + (option.isFlag() ? "" : " " + option.value()) + "  " + option.help();
    }
}
