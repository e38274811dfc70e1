package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The dispatch queues of sched_ext: how many tasks are in each, and how long until they run.
final class DispatchQueues {
    private static final class Queue {
        long inserts;
        long since;
        int depth;
        int deepest;
        long weighted;
        final List<Long> toRun = new ArrayList<>();
        final Map<RecordedTask, Long> vtimes = new HashMap<>();
        long spread;

        void passed(long now) {
            weighted += depth * (now - since);
            since = now;
        }
    }

    private final Recording recording;
    private final Map<Dsq, Queue> queues = new TreeMap<>();
    private final Map<RecordedTask, SchedEvent.DsqInserted> latest = new HashMap<>();

    private DispatchQueues(Recording recording) {
        this.recording = recording;
    }

    static Table table(Recording recording) {
        DispatchQueues all = new DispatchQueues(recording);
        recording.forEach(all::take);
        all.queues.values().forEach(queue -> queue.passed(recording.interval().to()));
        return all.table();
    }

    private Queue queue(Dsq key) {
        return queues.computeIfAbsent(key, _ -> {
            Queue queue = new Queue();
            queue.since = recording.interval().from();
            return queue;
        });
    }

    private void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.DsqInserted at -> {
                Queue queue = queue(new Dsq(at.dsq(), at.ofCpu()));
                queue.passed(at.nanos());
                queue.inserts++;
                queue.depth++;
                queue.deepest = Math.max(queue.deepest, queue.depth);
                queue.vtimes.put(at.task(), at.vtime());
                queue.spread = Math.max(queue.spread, spread(queue));
                latest.put(at.task(), at);
            }
            case SchedEvent.DsqRemoved at -> {
                Queue queue = queue(new Dsq(at.dsq(), at.ofCpu()));
                queue.passed(at.nanos());
                queue.depth = Math.max(0, queue.depth - 1);
                queue.vtimes.remove(at.task());
            }
            case SchedEvent.Switch at -> {
                SchedEvent.DsqInserted inserted = latest.remove(at.next());
                if (inserted != null) {
                    queue(new Dsq(inserted.dsq(), inserted.ofCpu())).toRun.add(at.nanos() - inserted.nanos());
                }
            }
            default -> {}
        }
    }

    private static long spread(Queue queue) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (long vtime : queue.vtimes.values()) {
            least = Math.min(least, vtime);
            most = Math.max(most, vtime);
        }
        return most - least;
    }

    private Table table() {
        var name = StringColumn.create("dsq");
        var inserts = LongColumn.create("inserts");
        var mean = DoubleColumn.create("mean depth");
        var deepest = LongColumn.create("most");
        var median = LongColumn.create("insert to run p50 [ns]");
        var high = LongColumn.create("p99 [ns]");
        var most = LongColumn.create("max [ns]");
        var spread = LongColumn.create("vtime spread");
        double all = Math.max(1, recording.interval().length());
        queues.forEach((key, queue) -> {
            name.append(key.label());
            inserts.append(queue.inserts);
            mean.append(Math.round(1000 * queue.weighted / all) / 1000.0);
            deepest.append(queue.deepest);
            Percentiles lengths = Percentiles.of(queue.toRun);
            lengths.append(50, median);
            lengths.append(99, high);
            lengths.append(100, most);
            spread.append(queue.spread);
        });
        return CaptionedTable.titled(
                "DSQs over " + recording.interval().caption()
                        + " · depth: tasks in it, weighted with time, those from before the interval left out; insert to"
                        + " run: from the last insert into a DSQ to the CPU; vtime spread: the widest distance between"
                        + " the vtimes of tasks that were in it together",
                name,
                inserts,
                mean,
                deepest,
                median,
                high,
                most,
                spread);
    }
}
