package org.schedlab.vm.requirements;

import java.util.Optional;

/// What an option of a kernel configuration must say.
public sealed interface Setting {
    /// Built into the kernel. A module does not do: the guest loads none.
    record Yes() implements Setting {}

    /// Not set.
    record No() implements Setting {}

    /// A number.
    ///
    /// @param least what does
    /// @param usual what to set
    record AtLeast(long least, long usual) implements Setting {}

    /// Whether a value fulfils it.
    ///
    /// @param value what stands behind the `=`; empty if the option is not set
    default boolean accepts(Optional<String> value) {
        return switch (this) {
            case Yes _ -> value.filter("y"::equals).isPresent();
            case No _ -> value.isEmpty() || value.get().equals("n");
            case AtLeast number ->
                value.filter(text -> text.matches("\\d{1,9}") && Long.parseLong(text) >= number.least())
                        .isPresent();
        };
    }

    /// The option with this setting, as a line of a configuration.
    default String line(String option) {
        return switch (this) {
            case Yes _ -> option + "=y";
            case No _ -> "# " + option + " is not set";
            case AtLeast number -> option + "=" + number.usual();
        };
    }

    /// The option with this setting in words of one line.
    default String words(String option) {
        return switch (this) {
            case Yes _ -> option;
            case No _ -> option + "=n";
            case AtLeast number -> option + ">=" + number.least();
        };
    }
}
