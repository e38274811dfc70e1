package org.schedlab.kernel.session;

import java.util.List;

import org.schedlab.kernel.tables.Tabular;
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

    /// Columns: `name`, `guest_time_ns`, `bytes` (of shared memory), `cell` (0 outside a notebook).
    @Override
    public Table table() {
        var name = StringColumn.create("name");
        var guestTime = LongColumn.create("guest_time_ns");
        var bytes = LongColumn.create("bytes");
        var cell = IntColumn.create("cell");
        for (SessionCheckpoint each : list) {
            name.append(each.name());
            guestTime.append(each.guestTimeNanos());
            bytes.append(each.bytes());
            cell.append(each.cell());
        }
        return Table.create("checkpoints: %d, %s".formatted(list.size(), machine))
                .addColumns(name, guestTime, bytes, cell);
    }
}
