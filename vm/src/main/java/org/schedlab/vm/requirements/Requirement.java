package org.schedlab.vm.requirements;

import java.util.List;

/// One thing that schedlab needs of a kernel.
///
/// @param options with `CONFIG_`; each of them fulfils it. The first is the one to set
/// @param setting what the option must say
/// @param needed whether nothing works without it; else only what `without` names is lost
/// @param purpose what it is for
/// @param without what is lost without it, as the rest of "without it, …"
/// @param sign how an image tells
public record Requirement(
        List<String> options, Setting setting, boolean needed, String purpose, String without, Sign sign) {
    public Requirement {
        options = List.copyOf(options);
        if (options.isEmpty()) {
            throw new IllegalArgumentException("a requirement without an option: " + purpose);
        }
    }

    /// The option to set.
    public String option() {
        return options.getFirst();
    }

    /// The option and what it must be, in one word.
    public String name() {
        return setting.words(option());
    }

    /// Whether a configuration fulfils it.
    public boolean isIn(KernelConfig config) {
        return options.stream().anyMatch(option -> setting.accepts(config.value(option)));
    }
}
