package org.schedlab.notebook.magics;

/// An option `--name VALUE` or, with an empty value name, a flag `--name`.
///
/// @param name without the dashes
/// @param value what the value is called in the usage, for example `SHAPE`; empty for a flag
/// @param help one line
public record MagicOption(String name, String value, String help) {
    /// A flag.
    public static MagicOption flag(String name, String help) {
        return new MagicOption(name, "", help);
    }

    boolean isFlag() {
        return value.isEmpty();
    }
}
