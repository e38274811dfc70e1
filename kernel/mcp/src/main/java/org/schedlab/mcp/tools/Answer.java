package org.schedlab.mcp.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.Table;

/// What a tool answers: the same as text and as data. Immutable.
///
/// @param text for reading
/// @param data for programs; made of maps, lists, texts, numbers and truths
public record Answer(String text, Map<String, Object> data) {
    public Answer {
        data = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /// Text alone.
    static Answer of(String text) {
        return new Answer(text, Map.of());
    }

    /// Rows.
    ///
    /// @param most how many are shown
    static Answer of(Table table, int most) {
        return new Answer(TableText.of(table, most), Map.of("table", TableText.data(table, most)));
    }

    static Answer of(Tabular tabular, int most) {
        return of(tabular.table(), most);
    }

    /// Several tables below each other.
    static Answer of(List<Table> tables, int most) {
        return new Answer(
                String.join(
                        "\n\n",
                        tables.stream().map(each -> TableText.of(each, most)).toList()),
                Map.of(
                        "tables",
                        tables.stream().map(each -> TableText.data(each, most)).toList()));
    }

    Answer with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(data);
        more.put(name, value);
        return new Answer(text, more);
    }

    Answer above(String line) {
        return new Answer(line + "\n" + text, data);
    }

    Answer below(String line) {
        return new Answer(text + "\n" + line, data);
    }
}
