package org.schedlab.lab.rtapp;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.schedlab.guest.load.LoadState;
import org.schedlab.guest.load.PhaseRecord;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// rt-app's measures of each task. Stateless.
final class RtAppTable {
    private static final double MICROSECOND = 1e3;
    private static final double MILLISECOND = 1e6;

    private RtAppTable() {}

    /// Means are over the passes; slack, performance index and wake-up latency over those with a timer. The performance
    /// index is slack / (c_period - c_duration): 1 if nothing stood in the way, below 0 if it was late.
    static Table of(RtApp app, LoadState state, List<List<PhaseRecord>> records, String caption) {
        var task = StringColumn.create("task");
        var pid = IntColumn.create("pid");
        var passes = LongColumn.create("passes");
        var run = DoubleColumn.create("run [ms]");
        var asked = DoubleColumn.create("c_duration [ms]");
        var period = DoubleColumn.create("mean period [ms]");
        var slack = DoubleColumn.create("mean slack [µs]");
        var least = DoubleColumn.create("least slack [µs]");
        var index = DoubleColumn.create("mean perf index");
        var wake = DoubleColumn.create("mean wu_lat [µs]");
        var longest = DoubleColumn.create("longest wu_lat [µs]");
        var is = StringColumn.create("state");
        for (int i = 0; i < records.size(); i++) {
            LoadState.Member member = state.members().get(i);
            List<PhaseRecord> all = records.get(i);
            List<PhaseRecord> timed =
                    all.stream().filter(each -> each.setTimerNanos() > 0).toList();
            task.append(member.name());
            pid.append(member.pid());
            passes.append(member.records());
            run.append(sum(all, PhaseRecord::runNanos) / MILLISECOND);
            asked.append(sum(all, PhaseRecord::setRunNanos) / MILLISECOND);
            append(period, all, each -> (each.endNanos() - each.startNanos()) / MILLISECOND);
            append(slack, timed, each -> each.slackNanos() / MICROSECOND);
            if (timed.isEmpty()) {
                least.appendMissing();
                longest.appendMissing();
            } else {
                least.append(
                        timed.stream().mapToLong(PhaseRecord::slackNanos).min().orElse(0) / MICROSECOND);
                longest.append(timed.stream()
                                .mapToLong(PhaseRecord::wakeLatencyNanos)
                                .max()
                                .orElse(0)
                        / MICROSECOND);
            }
            append(
                    index,
                    timed.stream()
                            .filter(each -> each.setTimerNanos() != each.setRunNanos())
                            .toList(),
                    each -> (double) each.slackNanos() / (each.setTimerNanos() - each.setRunNanos()));
            append(wake, timed, each -> each.wakeLatencyNanos() / MICROSECOND);
            is.append(words(app, state, member));
        }
        return CaptionedTable.counted(
                "tasks", caption, task, pid, passes, run, asked, period, slack, least, index, wake, longest, is);
    }

    private static double sum(List<PhaseRecord> records, ToDoubleFunction<PhaseRecord> of) {
        return records.stream().mapToDouble(of).sum();
    }

    private static void append(DoubleColumn column, List<PhaseRecord> records, ToDoubleFunction<PhaseRecord> of) {
        if (records.isEmpty()) {
            column.appendMissing();
        } else {
            column.append(sum(records, of) / records.size());
        }
    }

    private static String words(RtApp app, LoadState state, LoadState.Member member) {
        if (!member.problem().isEmpty()) {
            return "FAILED: " + member.problem();
        }
        if (member.endedNanos() == 0) {
            return "goes on";
        }
        boolean over = app.duration()
                .filter(duration -> member.endedNanos() >= state.beganNanos() + duration.toNanos())
                .isPresent();
        return over ? "its time is over" : "has done all";
    }
}
