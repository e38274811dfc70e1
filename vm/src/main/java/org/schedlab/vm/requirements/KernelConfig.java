package org.schedlab.vm.requirements;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel configuration, as `.config`, `/boot/config-*` and `/proc/config.gz` hold one. Immutable.
///
/// @param values what each option that is set says, by its name with `CONFIG_`
public record KernelConfig(Map<String, String> values) {
    private static final Pattern LINE = Pattern.compile("^(CONFIG_\\w+)=(.*)$", Pattern.MULTILINE);
    private static final Pattern UNSET = Pattern.compile("^# CONFIG_\\w+ is not set$", Pattern.MULTILINE);

    public KernelConfig {
        values = Map.copyOf(values);
    }

    /// Reads one.
    ///
    /// @return empty if the text has not a single option
    public static Optional<KernelConfig> parse(String text) {
        Map<String, String> values = new HashMap<>();
        Matcher lines = LINE.matcher(text);
        while (lines.find()) {
            // A later line wins, as in the kernel's own reading of it.
            values.put(lines.group(1), lines.group(2).strip());
        }
        return values.isEmpty() && !UNSET.matcher(text).find()
                ? Optional.empty()
                : Optional.of(new KernelConfig(values));
    }

    /// What an option says; empty if it is not set.
    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }
}
