package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.EventSource;
import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.vm.trace.RecordRing;

/// Reads what is stored: from the tasks as they were when the oldest record was made. Safe for threads.
public final class RecordReader {
    /// 1 ms: between two stops the clocks differ by a line.
    private static final long BETWEEN_STOPS = 1_000_000;

    private static final int MOST_STOPS = 100_000;

    private final RecordStore store;
    private final TreeMap<Long, Long> stops = new TreeMap<>();
    private final List<String> operations = new ArrayList<>();
    private List<SeenTask> base = List.of();
    private long baseNanos = -1;
    private long endNanos;
    private long mostWords = Long.MAX_VALUE;
    private long operationsInCharge;
    private long operationsAtBase;

    public RecordReader(RecordStore store) {
        this.store = store;
    }

    /// Whether anything was ever recorded.
    public synchronized boolean begun() {
        return baseNanos >= 0;
    }

    /// The time of the oldest that is kept.
    public synchronized long firstNanos() {
        return baseNanos;
    }

    /// The time up to which it was recorded.
    ///
    /// @param now where the machine stands
    public synchronized long lastNanos(long now, boolean recording) {
        return recording ? now : Math.min(now, endNanos);
    }

    /// Nothing is recorded from here on.
    public synchronized void endAt(long nanos) {
        endNanos = nanos;
    }

    /// Forgets everything and begins at an instant.
    synchronized void begin(long nanos, List<SeenTask> seen) {
        store.clear();
        stops.clear();
        base = List.copyOf(seen);
        baseNanos = nanos;
        operationsAtBase = operationsInCharge;
    }

    /// Forgets what was recorded later than an instant, and goes on there.
    ///
    /// @return false if nothing is kept of the time before it
    synchronized boolean goesOnAt(long nanos) {
        if (baseNanos < 0 || nanos < baseNanos) {
            return false;
        }
        store.cut(nanos);
        stops.tailMap(nanos).clear();
        operationsInCharge = operationsAtBase;
        store.kept().read((words, count) -> {
            for (int at = 0; at < count; at += RecordRing.length(words, at)) {
                boolean _ = sees(words, at);
            }
            return true;
        });
        return true;
    }

    /// Looks at a record whether a scheduler comes into charge or goes.
    ///
    /// @return whether one comes
    synchronized boolean sees(long[] words, int at) {
        int id = (int) words[at + 1];
        if (id == Hook.SCX_DETACH.id()) {
            operationsInCharge = 0;
        }
        boolean comes = id == Hook.SCX_ATTACH.id() && RecordRing.length(words, at) > RecordRing.HEAD_WORDS;
        if (comes) {
            operationsInCharge = words[at + RecordRing.HEAD_WORDS];
        }
        return comes;
    }

    /// Address of the operations of the scheduler that came into charge last; 0 if none did, or it has gone.
    public synchronized long operationsInCharge() {
        return operationsInCharge;
    }

    /// A scheduler is in charge of which no record tells.
    public synchronized void operationsInCharge(long address) {
        operationsInCharge = address;
    }

    public synchronized void keep(long bytes) {
        mostWords = bytes / Long.BYTES;
    }

    /// Forgets the oldest records if there are too many.
    synchronized void bound(Decoder.Kernel kernel) {
        while (store.words() > mostWords) {
            Decoder decoder = new Decoder(kernel, base, null, _ -> {});
            long[] last = {baseNanos};
            boolean any = store.dropOldest((words, count) -> {
                for (int at = 0; at < count; at += RecordRing.length(words, at)) {
                    decoder.take(words, at);
                    last[0] = words[at];
                }
                return true;
            });
            if (!any) {
                return;
            }
            base = decoder.lives().present();
            baseNanos = last[0];
        }
    }

    synchronized int nameOperation(String name) {
        operations.add(name);
        return operations.size() - 1;
    }

    synchronized String operation(int index) {
        return index < operations.size() ? operations.get(index) : "operation " + index;
    }

    /// The machine stands: what the guest's clock says there, if that was not asked just before.
    ///
    /// @param clock QEMU's, in ns
    /// @param guest CLOCK_MONOTONIC, in ns
    synchronized void stands(long clock, LongSupplier guest) {
        if (stops.isEmpty() || clock - stops.lastKey() >= BETWEEN_STOPS) {
            stops.put(clock, guest.getAsLong());
            if (stops.size() > MOST_STOPS) {
                stops.pollFirstEntry();
            }
        }
    }

    /// The guest's clock beside QEMU's.
    public synchronized GuestTimes times() {
        return GuestTimes.of(stops);
    }

    /// What is stored of an interval.
    public synchronized Recording recording(
            RecordedMachine machine, long from, long to, List<Mark> marks, String scheduler) {
        List<SeenTask> seen = base;
        RecordStore.Kept kept = store.kept();
        Pass counted = new Pass(machine, kept, seen, null, from, to, _ -> {});
        counted.read();
        List<RecordedTask> tasks = counted.tasks(machine);
        List<TaskAtStart> start = new ArrayList<>();
        counted.atStart.forEach(
                each -> start.add(new TaskAtStart(tasks.get(each.number()), each.state(), each.cpu(), each.allowed())));
        EventSource events = consumer -> new Pass(machine, kept, seen, tasks, from, to, consumer).read();
        return new Recording(
                new Recording.Interval(
                        from, to, machine.cpus(), machine.lost(), scheduler, machine.release(), machine.missing()),
                tasks,
                start,
                marks.stream()
                        .filter(mark -> mark.nanos() >= from && mark.nanos() <= to)
                        .toList(),
                events,
                times());
    }

    /// A task's state when the interval begins.
    private record Standing(int number, TaskState state, int cpu, CpuMask allowed) {}

    /// Once over the records.
    private static final class Pass {
        private final Decoder decoder;
        private final RecordStore.Kept kept;
        private final long from;
        private final long to;
        private List<Standing> atStart = List.of();
        private boolean inside;

        Pass(
                Decoder.Kernel kernel,
                RecordStore.Kept kept,
                List<SeenTask> seen,
                @Nullable List<RecordedTask> tasks,
                long from,
                long to,
                Consumer<? super SchedEvent> consumer) {
            this.kept = kept;
            this.from = from;
            this.to = to;
            decoder = new Decoder(kernel, seen, tasks, event -> {
                if (inside) {
                    consumer.accept(event);
                }
            });
        }

        void read() {
            kept.read((words, count) -> {
                for (int at = 0; at < count; at += RecordRing.length(words, at)) {
                    if (words[at] > to) {
                        return false;
                    }
                    if (!inside && words[at] >= from) {
                        enter();
                    }
                    decoder.take(words, at);
                }
                return true;
            });
            if (!inside) {
                enter();
            }
        }

        private void enter() {
            inside = true;
            atStart = decoder.lives().all().stream()
                    .filter(life -> life.state != TaskState.DEAD)
                    .map(life -> new Standing(life.number, life.does(), life.cpu, life.allowed))
                    .toList();
        }

        List<RecordedTask> tasks(Decoder.Kernel kernel) {
            List<RecordedTask> found = new ArrayList<>();
            for (Life life : decoder.lives().all()) {
                found.add(new RecordedTask(
                        life.number,
                        life.pid,
                        life.tgid,
                        life.name,
                        life.prio,
                        life.kernelThread,
                        kernel.cgroup(life.group)));
            }
            return Collections.unmodifiableList(found);
        }
    }
}
