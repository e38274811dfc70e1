package org.schedlab.lab.schedulers;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.ReplyTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.freeze.BatchResult;
import tech.tablesaw.api.Table;

/// Knobs that were written in one freeze.
///
/// @param result one reply for each knob, tagged with its name: `before` is what it replaced
/// @param instant when and where
public record KnobChange(BatchResult result, MeasuredAt instant) implements Tabular {

    /// A row for each knob, as [ReplyTable] has it.
    @Override
    public Table table() {
        return ReplyTable.of(result.replies(), instant.caption());
    }
}
