package org.schedlab.kernel.jupyter.magics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// A command of the notebook. Implement [LineMagic] for `%name …`, [CellMagic] for `%%name …` with a
/// body, or both.
public interface Magic {
    /// The name after the percent signs: letters, digits, `_`, `-`.
    String name();

    /// How to use it. The first line is what `%help` lists, a synopsis and a dash and what it does:
    /// `%boot [--topology SHAPE] — starts the machine`; further lines are shown by `%help boot`.
    String usage();

    /// The options it takes; any other is refused with the nearest and the available ones.
    default List<MagicOption> options() {
        return List.of();
    }

    /// Whether words that are no options may follow the name; if not, they are refused.
    default boolean takesArguments() {
        return true;
    }

    /// Arguments or option values that could stand where the user types, all of them; the kernel
    /// filters by prefix.
    ///
    /// @param option the option whose value is typed, or the empty text for an argument
    default List<String> suggestions(String option) {
        return List.of();
    }

    /// Does it, on a thread that is interrupted when the user stops the cell.
    ///
    /// @return what the cell shows (a table, a chart, text, anything that renders), or null for
    ///     nothing
    /// @throws Exception an [org.schedlab.vm.LabException] is shown as its message alone
    @Nullable
    Object run(MagicCall call) throws Exception;
}
