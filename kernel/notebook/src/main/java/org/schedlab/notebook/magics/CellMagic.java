package org.schedlab.notebook.magics;

import java.util.Optional;

import org.schedlab.notebook.cells.Suggestions;

/// A magic that takes the rest of the cell: `%%name arguments` on the first line. [MagicCall#body] is
/// that rest.
public interface CellMagic extends Magic {
    /// What could stand at a place of the body. Asked as [#suggestions] is.
    ///
    /// @param cursor in the body, as the positions of what is suggested
    default Suggestions suggestionsInBody(String body, int cursor) {
        return Suggestions.none(cursor);
    }

    /// What stands at a place of the body; empty if nothing is known of it. Asked as [#suggestions] is.
    default Optional<String> explainInBody(String body, int cursor) {
        return Optional.empty();
    }
}
