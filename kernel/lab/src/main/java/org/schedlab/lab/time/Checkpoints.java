package org.schedlab.lab.time;

import java.util.List;

import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The checkpoints of a session.
///
/// @param list oldest first
/// @param machine kernel and machine, for the caption
public record Checkpoints(List<SessionCheckpoint> list, String machine) implements Tabular {
    public Checkpoints {
        list = List.copyOf(list);
    }

    /// Columns: `cell` (0 outside a notebook), `name` (empty for those made at the end of a cell),
    /// `guest time [ns]`,
    /// `bytes` (of shared memory), `state hash`.
    @Override
    public Table table() {
        var cell = IntColumn.create("cell");
        var name = StringColumn.create("name");
        var guestTime = LongColumn.create("guest time [ns]");
        var bytes = LongColumn.create("bytes");
        var hash = StringColumn.create("state hash");
        for (SessionCheckpoint each : list) {
            cell.append(each.cell());
            name.append(each.automatic() ? "" : each.name());
            guestTime.append(each.guestTimeNanos());
            bytes.append(each.bytes());
            hash.append(each.stateHash());
        }
        return CaptionedTable.counted("checkpoints", machine, cell, name, guestTime, bytes, hash);
    }
}
