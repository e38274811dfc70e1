package org.schedlab.notebook;

import java.util.List;
import java.util.Optional;

import org.schedlab.notebook.cells.Suggestions;
import org.schedlab.notebook.magics.CellMagic;
import org.schedlab.notebook.magics.Magic;
import org.schedlab.notebook.magics.Magics;

/// What stands below a `%%` magic that takes another language than a cell's, such as C.
///
/// @param magic whose body it is; empty if there is no such magic
/// @param start where the body begins in the cell
record CellBody(Optional<CellMagic> magic, String text, int start) {

    /// The body around a place of a cell; empty where the place is in Java or in a magic's line. Below a magic
    /// whose body is again a cell, that cell is looked at.
    static Optional<CellBody> at(String cell, int cursor, Magics magics) {
        List<CellPart> parts = CellPart.split(cell, _ -> false, _ -> false);
        if (parts.isEmpty() || !(parts.getFirst() instanceof CellPart.Magic first) || !first.cell()) {
            return Optional.empty();
        }
        int start = 0;
        for (int line = 0; line < first.number() && start >= 0; line++) {
            int end = cell.indexOf('\n', start);
            start = end < 0 ? cell.length() + 1 : end + 1;
        }
        if (cursor < start) {
            return Optional.empty();
        }
        int above = start;
        String text = cell.substring(above);
        String name = Magics.name(first.line());
        return magics.holdsCell(name)
                ? at(text, cursor - above, magics).map(each -> new CellBody(each.magic, each.text, each.start + above))
                : Optional.of(new CellBody(named(magics, name), text, above));
    }

    private static Optional<CellMagic> named(Magics magics, String name) {
        return magics.all().stream()
                .filter(each -> each.name().equals(name))
                .filter(CellMagic.class::isInstance)
                .map(Magic.class::cast)
                .map(CellMagic.class::cast)
                .findFirst();
    }

    Suggestions complete(int cursor) {
        return magic.map(each -> each.suggestionsInBody(text, cursor - start).movedBy(start))
                .orElse(Suggestions.none(cursor));
    }

    Optional<String> inspect(int cursor) {
        return magic.flatMap(each -> each.explainInBody(text, cursor - start));
    }
}
