package org.schedlab.lab.trace;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

/// Two tasks of one name that had one pid, one after the other, on one CPU: `sh:77` runs from 100 to 200, exits, and
/// another `sh:77` runs from 500 to 900.
final class SamePidTest {
    private final RecordedTask idle = new RecordedTask(0, 0, 0, "swapper/0", 120, true, "/");
    private final RecordedTask first = new RecordedTask(1, 77, 77, "sh", 120, false, "/");
    private final RecordedTask second = new RecordedTask(2, 77, 77, "sh", 120, false, "/");
    private final List<SchedEvent> events = List.of(
            new SchedEvent.WakeupNew(90, 0, first, 0),
            new SchedEvent.Switch(100, 0, idle, LeavingState.RUNNABLE, first),
            new SchedEvent.Switch(200, 0, first, LeavingState.DEAD, idle),
            new SchedEvent.WakeupNew(460, 0, second, 0),
            new SchedEvent.Switch(500, 0, idle, LeavingState.RUNNABLE, second),
            new SchedEvent.Switch(900, 0, second, LeavingState.SLEEPING, idle));
    private final Trace trace = new Trace(
            new Recording(
                    new Recording.Interval(0, 1_000, 1, 0, "EEVDF", "6.18.15", List.of()),
                    List.of(idle, first, second),
                    List.of(new TaskAtStart(idle, TaskState.RUNNING, 0)),
                    List.of(),
                    events::forEach),
            SamePidTest::noOther,
            (_, _) -> "same core");

    private static Recording noOther(Optional<Long> from, Optional<Long> to) {
        throw new AssertionError("no other interval is asked for: " + from + to);
    }

    @Test
    void eachHasItsStretchesInARowOfItsOwn() {
        Table slices = trace.slices();
        assertThat(slices.stringColumn("task").asList()).containsExactly("sh:77", "sh:77");
        assertThat(slices.longColumn("max [ns]").asList()).containsExactly(100L, 400L);
    }

    @Test
    void eachHasItsWaitsInRowsOfItsOwn() {
        Table latency = trace.latency();
        assertThat(latency.stringColumn("task").asList()).hasSize(4).containsOnly("sh:77");
        assertThat(latency.longColumn("max [ns]").asList()).containsExactly(10L, 10L, 40L, 40L);
    }
}
