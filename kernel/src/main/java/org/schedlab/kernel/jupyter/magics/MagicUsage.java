package org.schedlab.kernel.jupyter.magics;

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
        String options = magic.options().stream()
                .map(option ->
                        "  --" + option.name() + (option.isFlag() ? "" : " " + option.value()) + "  " + option.help())
                .collect(Collectors.joining("\n"));
        return options.isEmpty() ? magic.usage().strip() : magic.usage().strip() + "\noptions:\n" + options;
    }
}
