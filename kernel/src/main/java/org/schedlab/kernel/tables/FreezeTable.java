package org.schedlab.kernel.tables;

import java.util.List;

import org.schedlab.vm.freeze.FreezeRecord;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The freezes of a session as a table. Stateless; safe to share.
public final class FreezeTable {
    private FreezeTable() {}

    /// Columns: `freeze` (counted from 1), `guest_time_ns`, `host_frozen_us` (so far, for the present one),
    /// `ops`,
    /// `purpose`.
    ///
    /// @param caption where it was measured
    public static Table of(List<FreezeRecord> freezes, String caption) {
        var number = LongColumn.create("freeze");
        var guestTime = LongColumn.create("guest_time_ns");
        var hostFrozen = LongColumn.create("host_frozen_us");
        var operations = IntColumn.create("ops");
        var purpose = StringColumn.create("purpose");
        for (FreezeRecord freeze : freezes) {
            number.append(freeze.number());
            guestTime.append(freeze.guestTimeNanos());
            hostFrozen.append(freeze.hostMicrosFrozen());
            operations.append(freeze.ops());
            purpose.append(freeze.purpose());
        }
        return Table.create("%d freezes %s".formatted(freezes.size(), caption))
                .addColumns(number, guestTime, hostFrozen, operations, purpose);
    }
}
