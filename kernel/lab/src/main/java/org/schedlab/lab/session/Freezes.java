package org.schedlab.lab.session;

import java.util.List;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.FreezeTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.freeze.FreezeRecord;
import tech.tablesaw.api.Table;

/// The freezes of a session up to a moment.
///
/// @param records in order, the present one last
/// @param instant the present freeze and the machine
public record Freezes(List<FreezeRecord> records, MeasuredAt instant) implements Tabular {
    public Freezes {
        records = List.copyOf(records);
    }

    /// A row for each freeze: when in guest time, how much of that has passed, how much of it was the
    /// observer's, how long in host time, how many operations, what for.
    @Override
    public Table table() {
        return FreezeTable.of(records, instant.caption());
    }

    /// A row for each purpose.
    public Table summary() {
        return FreezeTable.summary(records, instant.caption());
    }
}
