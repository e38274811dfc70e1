package org.schedlab.notebook.magics;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.Suggestion;

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

    /// Whether what follows the options on its line is a text of another language, given to it as it was
    /// typed: [MagicCall#text].
    default boolean verbatim() {
        return false;
    }

    /// Whether its text and its body are again what a cell could hold: Java and magics.
    default boolean holdsCell() {
        return false;
    }

    /// Arguments or option values that could stand where the user types, all of them with what each
    /// is; the kernel filters by prefix. Asked by any thread, also while a cell runs; never waits.
    default List<Suggestion> suggestions(TypedWord word) {
        return List.of();
    }

    /// What an argument means, for the user who points at it; empty for the magic's usage. Asked as
    /// [#suggestions] is.
    default Optional<String> explain(TypedWord word) {
        return Optional.empty();
    }

    /// Does it, on a thread that is interrupted when the user stops the cell.
    ///
    /// @return what the cell shows (a table, a chart, text, anything that renders), or null for
    ///     nothing
    /// @throws Exception an [org.schedlab.vm.LabException] is shown as its message alone
    @Nullable
    Object run(MagicCall call) throws Exception;
}
