package org.schedlab.lab.schedulers;

import java.util.List;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The schedulers of a session up to a moment. What a rewind has undone is not among them.
///
/// @param events in order
/// @param instant the present freeze and the machine
public record SchedulerHistory(List<SchedulerEvent> events, MeasuredAt instant) implements Tabular {
    public SchedulerHistory {
        events = List.copyOf(events);
    }

    /// A row for each event. Columns: `guest time [ns]`, `what`, `scheduler`, `knobs`,
    /// `verified instructions`, `load [µs]`, and how it ended or why it was refused: `exit kind`,
    /// `exit code`, `reason`, `message`, `backtrace`.
    @Override
    public Table table() {
        var time = LongColumn.create("guest time [ns]");
        var what = StringColumn.create("what");
        var scheduler = StringColumn.create("scheduler");
        var knobs = StringColumn.create("knobs");
        var instructions = LongColumn.create("verified instructions");
        var load = LongColumn.create("load [µs]");
        var kind = StringColumn.create("exit kind");
        var code = LongColumn.create("exit code");
        var reason = StringColumn.create("reason");
        var message = StringColumn.create("message");
        var backtrace = StringColumn.create("backtrace");
        for (SchedulerEvent event : events) {
            time.append(event.guestTimeNanos());
            what.append(event.what().text());
            scheduler.append(event.scheduler());
            knobs.append(event.settings());
            appendKnown(instructions, event.verifiedInstructions());
            appendKnown(load, event.loadNanos() / 1000);
            kind.append(event.exit().map(ExitReport::kindName).orElse(""));
            event.exit()
                    .filter(ExitReport::knowsCode)
                    .ifPresentOrElse(exit -> code.append(exit.exit().code()), code::appendMissing);
            reason.append(event.exit().map(exit -> exit.exit().reason()).orElse(""));
            message.append(event.exit().map(exit -> exit.exit().message()).orElse(""));
            backtrace.append(event.exit()
                    .map(exit -> String.join(" < ", exit.backtrace()))
                    .orElse(""));
        }
        return CaptionedTable.titled(
                "schedulers, %s".formatted(instant.caption()),
                time,
                what,
                scheduler,
                knobs,
                instructions,
                load,
                kind,
                code,
                reason,
                message,
                backtrace);
    }

    private static void appendKnown(LongColumn column, long value) {
        if (value == 0) {
            column.appendMissing();
        } else {
            column.append(value);
        }
    }
}
