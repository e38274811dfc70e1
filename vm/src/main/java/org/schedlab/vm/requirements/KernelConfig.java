package org.schedlab.vm.requirements;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel configuration, as `.config`, `/boot/config-*` and `/proc/config.gz` hold one. Immutable.
///
/// @param values what each option that is set says, by its name with `CONFIG_`
/// @param version of the sources that it was made for, from the line which the kernel's own tools write into it; empty
///     of a configuration without that line
public record KernelConfig(Map<String, String> values, Optional<String> version) {
    private static final Pattern LINE = Pattern.compile("^(CONFIG_\\w+)=(.*)$", Pattern.MULTILINE);
    private static final Pattern VERSION =
            Pattern.compile("^# Linux/\\S+ (\\d+\\.\\d+\\S*) Kernel Configuration$", Pattern.MULTILINE);
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
        Optional<String> version =
                VERSION.matcher(text).results().map(at -> at.group(1)).findFirst();
        return values.isEmpty() && !UNSET.matcher(text).find()
                ? Optional.empty()
                : Optional.of(new KernelConfig(values, version));
    }

    /// Whether the sources are of an older series than one, such as 6.12. False if the configuration does not say.
    boolean isBefore(String series) {
        return version.filter(each -> Arrays.compare(numbers(each), numbers(series)) < 0)
                .isPresent();
    }

    private static int[] numbers(String version) {
        return Pattern.compile("\\D+")
                .splitAsStream(version)
                .limit(2)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /// What an option says; empty if it is not set.
    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }
}
