package org.schedlab.lab.settings;

import java.util.SortedMap;
import java.util.TreeMap;

import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Which features of the scheduler are on, as `/sys/kernel/debug/sched/features` says (kernel/sched/features.h). A
/// value.
///
/// @param on by name, without the `NO_` that the file writes before those that are off
/// @param caption where and when
public record SchedFeatures(SortedMap<String, Boolean> on, String caption) implements Tabular {
    private static final String NO = "NO_";

    public SchedFeatures {
        on = new TreeMap<>(on);
    }

    static SchedFeatures read(String file, String caption) {
        TreeMap<String, Boolean> on = new TreeMap<>();
        for (String word : file.strip().split("\\s+", -1)) {
            on.put(name(word), !word.startsWith(NO));
        }
        return new SchedFeatures(on, caption);
    }

    static String name(String word) {
        return word.startsWith(NO) ? word.substring(NO.length()) : word;
    }

    @Override
    public Table table() {
        var feature = StringColumn.create("feature");
        var isOn = BooleanColumn.create("on");
        on.forEach((name, value) -> {
            feature.append(name);
            isOn.append(value);
        });
        return Table.create("features of the scheduler · " + caption).addColumns(feature, isOn);
    }
}
