package org.schedlab.notebook.magics;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.vm.LabException;

/// One use of a magic.
///
/// @param magic which one
/// @param text what follows the name on its line, as typed, without a trailing `//` comment and `;`; of a
///     [Magic#verbatim] one, what follows its options, as typed
/// @param arguments the words that are no options; quotes group words, `$name` is a variable's value
/// @param options option values by name; a flag's value is `true`
/// @param body the rest of the cell after the magic's line; empty for a line magic
/// @param bodyLine the cell's line, from 1, on which the body starts: for messages that point into
///     the body
/// @param passedOn the words after a lone `--`, for somebody else to understand; they are the last of the
///     arguments too
/// @param quiet whether the line ends with `;`: its value is not shown
/// @param notebook where it stands
public record MagicCall(
        Magic magic,
        String text,
        List<String> arguments,
        Map<String, String> options,
        String body,
        int bodyLine,
        List<String> passedOn,
        boolean quiet,
        Notebook notebook) {

    /// The value of an option, if it was given.
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /// Whether a flag was given.
    public boolean flag(String name) {
        return options.containsKey(name);
    }

    /// An option that is a whole number.
    ///
    /// @throws LabException when it is something else
    public Optional<Long> integer(String name) {
        return option(name).map(value -> {
            try {
                return Long.decode(value);
            } catch (NumberFormatException e) {
                throw LabException.asked("--" + name + " of %" + magic.name() + " is a whole number")
                        .found(value)
                        .remedy(MagicUsage.synopsis(magic))
                        .exception();
            }
        });
    }

    /// The only argument.
    ///
    /// @param what what it is, for the error when there is none or there are several
    public String argument(String what) {
        if (arguments.size() != 1) {
            throw LabException.asked("%" + magic.name() + " takes one argument, " + what)
                    .found(arguments.isEmpty() ? "none" : String.join(" ", arguments))
                    .remedy(MagicUsage.synopsis(magic))
                    .exception();
        }
        return arguments.getFirst();
    }
}
