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

    /// Columns: `freeze` (counted from 1), `guest time [ns]`, `guest passed [ns]` since the freeze before,
    /// `guest footprint [ns]` (of that, how long the agent was on a CPU of the guest), `host frozen [µs]`
    /// (so far, for the present one), `ops`, `purpose`. After a boot or a rewind nothing has passed.
    ///
    /// @param caption where it was measured
    public static Table of(List<FreezeRecord> freezes, String caption) {
        var number = LongColumn.create("freeze");
        var guestTime = LongColumn.create("guest time [ns]");
        var passed = LongColumn.create("guest passed [ns]");
        var footprint = LongColumn.create("guest footprint [ns]");
        var hostFrozen = LongColumn.create("host frozen [µs]");
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
        return CaptionedTable.counted(
                "freezes",
                "the last " + caption,
                number,
                guestTime,
                passed,
                footprint,
                hostFrozen,
                operations,
                purpose);
    }

    /// A row for each purpose: `purpose`, `freezes`, `ops`, `median guest footprint [ns]`,
    /// `median host frozen [µs]`, `max host frozen [µs]`.
    ///
    /// @param caption where it was measured
    public static Table summary(List<FreezeRecord> freezes, String caption) {
        var purpose = StringColumn.create("purpose");
        var count = IntColumn.create("freezes");
        var operations = LongColumn.create("ops");
        var footprint = LongColumn.create("median guest footprint [ns]");
        var median = LongColumn.create("median host frozen [µs]");
        var max = LongColumn.create("max host frozen [µs]");
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
        return CaptionedTable.titled(
                String.format(Locale.ROOT, "%,d freezes by purpose, the last %s", freezes.size(), caption),
                purpose,
                count,
                operations,
                footprint,
                median,
                max);
    }

    private static long[] sorted(List<FreezeRecord> records, ToLongFunction<FreezeRecord> number) {
        return records.stream().mapToLong(number).sorted().toArray();
    }
}
