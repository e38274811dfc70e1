package org.schedlab.lab.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import org.schedlab.vm.freeze.FreezeRecord;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The freezes of a session as a table. Stateless; safe to share.
public final class FreezeTable {
    private FreezeTable() {}

    /// Columns: `freeze` (counted from 1), `guest_time_ns`, `guest_passed_ns` since the freeze before,
    /// `guest_footprint_ns` (of that, how long the agent was on a CPU of the guest), `host_frozen_us`
    /// (so far, for the present one), `ops`, `purpose`. After a boot or a rewind nothing has passed.
    ///
    /// @param caption where it was measured
    public static Table of(List<FreezeRecord> freezes, String caption) {
        var number = LongColumn.create("freeze");
        var guestTime = LongColumn.create("guest_time_ns");
        var passed = LongColumn.create("guest_passed_ns");
        var footprint = LongColumn.create("guest_footprint_ns");
        var hostFrozen = LongColumn.create("host_frozen_us");
        var operations = IntColumn.create("ops");
        var purpose = StringColumn.create("purpose");
        for (FreezeRecord freeze : freezes) {
            number.append(freeze.number());
            guestTime.append(freeze.guestTimeNanos());
            passed.append(freeze.guestNanosPassed());
            footprint.append(freeze.guestNanosOfAgent());
            hostFrozen.append(freeze.hostMicrosFrozen());
            operations.append(freeze.ops());
            purpose.append(freeze.purpose());
        }
        return Table.create(String.format(Locale.ROOT, "%d freezes, the last %s", freezes.size(), caption))
                .addColumns(number, guestTime, passed, footprint, hostFrozen, operations, purpose);
    }

    /// A row for each purpose: `purpose`, `freezes`, `ops`, `guest_footprint_ns_median`,
    /// `host_frozen_us_median`, `host_frozen_us_max`.
    ///
    /// @param caption where it was measured
    public static Table summary(List<FreezeRecord> freezes, String caption) {
        var purpose = StringColumn.create("purpose");
        var count = IntColumn.create("freezes");
        var operations = LongColumn.create("ops");
        var footprint = LongColumn.create("guest_footprint_ns_median");
        var median = LongColumn.create("host_frozen_us_median");
        var max = LongColumn.create("host_frozen_us_max");
        Map<String, List<FreezeRecord>> byPurpose = freezes.stream()
                .collect(Collectors.groupingBy(FreezeRecord::purpose, LinkedHashMap::new, Collectors.toList()));
        byPurpose.forEach((name, records) -> {
            long[] micros = sorted(records, FreezeRecord::hostMicrosFrozen);
            long[] agent = sorted(records, FreezeRecord::guestNanosOfAgent);
            purpose.append(name);
            count.append(records.size());
            operations.append(records.stream().mapToLong(FreezeRecord::ops).sum());
            footprint.append(agent[agent.length / 2]);
            median.append(micros[micros.length / 2]);
            max.append(micros[micros.length - 1]);
        });
        return Table.create(String.format(Locale.ROOT, "%d freezes by purpose, the last %s", freezes.size(), caption))
                .addColumns(purpose, count, operations, footprint, median, max);
    }

    private static long[] sorted(List<FreezeRecord> records, ToLongFunction<FreezeRecord> number) {
        return records.stream().mapToLong(number).sorted().toArray();
    }
}
