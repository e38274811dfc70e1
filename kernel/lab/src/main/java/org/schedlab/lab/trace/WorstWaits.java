package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The longest waits for a CPU of a recording, the longest first.
///
/// @param waits with both ends in the recording
public record WorstWaits(Recording recording, List<Wait> waits) implements Tabular {
    private static final int MOST_NAMED = 3;

    public WorstWaits {
        waits = List.copyOf(waits);
    }

    /// The longest.
    ///
    /// @throws LabException nobody waited
    public Wait first() {
        if (waits.isEmpty()) {
            throw LabException.asked("there is no worst wait")
                    .found("nobody waited for a CPU from beginning to end within the recording")
                    .remedy("run for longer, or with more tasks than CPUs")
                    .exception();
        }
        return waits.getFirst();
    }

    @Override
    public Table table() {
        var rank = IntColumn.create("#");
        var task = StringColumn.create("task");
        var length = LongColumn.create("wait [ns]");
        var cause = StringColumn.create("after");
        var from = LongColumn.create("from [ns]");
        var to = LongColumn.create("to [ns]");
        var cpu = IntColumn.create("cpu");
        var meanwhile = StringColumn.create("there meanwhile");
        Lanes lanes = new Lanes(recording);
        for (Wait each : waits) {
            rank.append(rank.size() + 1);
            task.append(each.task().label());
            length.append(each.length());
            cause.append(each.cause().text());
            from.append(recording.guestTime(each.from()));
            to.append(recording.guestTime(each.to()));
            cpu.append(each.cpu());
            meanwhile.append(who(lanes, each));
        }
        return CaptionedTable.titled(
                "longest waits for a CPU, over " + recording.interval().caption()
                        + " · from wake-up, or from leaving a CPU though it could run on, to getting one; cpu: the one"
                        + " it got; there meanwhile: who ran on that CPU, and for how many ns",
                rank,
                task,
                length,
                cause,
                from,
                to,
                cpu,
                meanwhile);
    }

    private static String who(Lanes lanes, Wait wait) {
        Map<RecordedTask, Long> ran = new HashMap<>();
        lanes.ofCpu(wait.cpu(), wait.from(), wait.to(), each -> ran.merge(each.task(), each.length(), Long::sum));
        List<Map.Entry<RecordedTask, Long>> most = new ArrayList<>(ran.entrySet());
        most.sort((one, other) -> one.getValue().equals(other.getValue())
                ? Integer.compare(one.getKey().number(), other.getKey().number())
                : Long.compare(other.getValue(), one.getValue()));
        return most.stream()
                .limit(MOST_NAMED)
                .map(entry -> entry.getKey().label() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
