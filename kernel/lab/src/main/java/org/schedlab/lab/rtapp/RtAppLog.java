package org.schedlab.lab.rtapp;

import java.util.List;
import java.util.Locale;

import org.schedlab.guest.load.LoadState;
import org.schedlab.guest.load.PhaseRecord;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// rt-app's log in its own columns. Stateless.
final class RtAppLog {
    private static final long MICROSECOND = 1000;

    private RtAppLog() {}

    /// All tasks, a row for each pass through a phase.
    static Table table(RtApp app, LoadState state, List<List<PhaseRecord>> records, String caption) {
        var task = StringColumn.create("task");
        var phase = StringColumn.create("phase");
        var index = IntColumn.create("idx");
        List<LongColumn> numbers = List.of(
                LongColumn.create("perf"),
                LongColumn.create("run [µs]"),
                LongColumn.create("period [µs]"),
                LongColumn.create("start [µs]"),
                LongColumn.create("end [µs]"),
                LongColumn.create("rel_st [µs]"),
                LongColumn.create("slack [µs]"),
                LongColumn.create("c_duration [µs]"),
                LongColumn.create("c_period [µs]"),
                LongColumn.create("wu_lat [µs]"));
        for (int i = 0; i < records.size(); i++) {
            LoadState.Member member = state.members().get(i);
            for (PhaseRecord record : records.get(i)) {
                task.append(member.name());
                phase.append(app.phases().get(member.task()).get(record.phase()));
                index.append(i);
                long[] row = row(state, record);
                for (int column = 0; column < row.length; column++) {
                    numbers.get(column).append(row[column]);
                }
            }
        }
        Table table = CaptionedTable.counted("passes", caption, task, phase, index);
        numbers.forEach(table::addColumns);
        return table;
    }

    static String text(int index, LoadState state, List<PhaseRecord> records) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %8s %8s %8s %15s %15s %15s %10s %10s %10s %10s%n",
                "#idx",
                "perf",
                "run",
                "period",
                "start",
                "end",
                "rel_st",
                "slack",
                "c_duration",
                "c_period",
                "wu_lat"));
        for (PhaseRecord record : records) {
            long[] row = row(state, record);
            text.append(String.format(
                    Locale.ROOT,
                    "%4d %8d %8d %8d %15d %15d %15d %10d %10d %10d %10d%n",
                    index,
                    row[0],
                    row[1],
                    row[2],
                    row[3],
                    row[4],
                    row[5],
                    row[6],
                    row[7],
                    row[8],
                    row[9]));
        }
        return text.toString();
    }

    private static long[] row(LoadState state, PhaseRecord record) {
        return new long[] {
            record.perf(),
            record.runNanos() / MICROSECOND,
            (record.endNanos() - record.startNanos()) / MICROSECOND,
            record.startNanos() / MICROSECOND,
            record.endNanos() / MICROSECOND,
            (record.startNanos() - state.beganNanos()) / MICROSECOND,
            record.slackNanos() / MICROSECOND,
            record.setRunNanos() / MICROSECOND,
            record.setTimerNanos() / MICROSECOND,
            record.wakeLatencyNanos() / MICROSECOND
        };
    }
}
