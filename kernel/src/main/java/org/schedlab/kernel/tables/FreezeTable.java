package org.schedlab.kernel.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.schedlab.vm.freeze.FreezeRecord;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The freezes of a session as a table. Stateless; safe to share.
public final class FreezeTable {
    private FreezeTable() {}

    /// Columns: `freeze` (counted from 1), `guest_time_ns`, `host_frozen_us` (so far, for the present
    /// one), `ops`, `purpose`.
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
        return Table.create("%d freezes, the last %s".formatted(freezes.size(), caption))
                .addColumns(number, guestTime, hostFrozen, operations, purpose);
    }

    /// A row for each purpose: `purpose`, `freezes`, `ops`, `host_frozen_us_median`,
    /// `host_frozen_us_max`.
    ///
    /// @param caption where it was measured
    public static Table summary(List<FreezeRecord> freezes, String caption) {
        var purpose = StringColumn.create("purpose");
        var count = IntColumn.create("freezes");
        var operations = LongColumn.create("ops");
        var median = LongColumn.create("host_frozen_us_median");
        var max = LongColumn.create("host_frozen_us_max");
        Map<String, List<FreezeRecord>> byPurpose = freezes.stream()
                .collect(Collectors.groupingBy(FreezeRecord::purpose, LinkedHashMap::new, Collectors.toList()));
        byPurpose.forEach((name, records) -> {
            long[] micros = records.stream()
                    .mapToLong(FreezeRecord::hostMicrosFrozen)
                    .sorted()
                    .toArray();
            purpose.append(name);
            count.append(records.size());
            operations.append(records.stream().mapToLong(FreezeRecord::ops).sum());
            median.append(micros[micros.length / 2]);
            max.append(micros[micros.length - 1]);
        });
        return Table.create("%d freezes by purpose, the last %s".formatted(freezes.size(), caption))
                .addColumns(purpose, count, operations, median, max);
    }
}
