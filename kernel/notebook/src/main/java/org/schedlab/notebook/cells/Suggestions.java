package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.List;

/// Texts that can replace the part of the cell from `start` to `end`, the likeliest first.
public record Suggestions(List<Suggestion> list, int start, int end) {
    /// Copies the list.
    public Suggestions {
        list = List.copyOf(list);
    }

    /// No suggestion.
    public static Suggestions none(int cursor) {
        return new Suggestions(List.of(), cursor, cursor);
    }

    /// These, in a text that this many characters stand in front of.
    public Suggestions movedBy(int characters) {
        return new Suggestions(list, start + characters, end + characters);
    }

    /// These, with others after the likely ones of them.
    public Suggestions with(List<Suggestion> others) {
        List<Suggestion> all = new ArrayList<>(list);
        int likely = (int) list.stream().filter(Suggestion::likely).count();
        all.addAll(likely, others);
        return new Suggestions(all, start, end);
    }
}
