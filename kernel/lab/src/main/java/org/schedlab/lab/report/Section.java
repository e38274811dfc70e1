package org.schedlab.lab.report;

import org.schedlab.lab.pictures.Picture;
import tech.tablesaw.api.Table;

/// A part of a report. A value.
///
/// @param id for links and names of files, such as `ops`
/// @param note in a sentence, what it shows or why there is nothing
/// @param open whether a page shows it at once
public record Section(String id, String title, String note, Content content, boolean open) {
    /// What a part shows.
    public sealed interface Content {}

    /// Rows.
    public record Rows(Table table) implements Content {}

    /// A picture.
    public record Drawn(Picture picture) implements Content {}

    /// Lines, as they are.
    public record Lines(String text) implements Content {}

    /// Nothing but the note.
    public record Nothing() implements Content {}

    static Section rows(String id, String title, String note, Table table, boolean open) {
        return new Section(id, title, note, new Rows(table), open);
    }

    static Section missing(String id, String title, String why) {
        return new Section(id, title, why, new Nothing(), false);
    }
}
