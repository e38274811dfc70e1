package org.schedlab.lab.past;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.lab.stacks.CodeNames;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.linux.GuestClock;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.StoreRecord;

/// Collects the writes to one field. Confined to one thread.
final class FieldWatcher implements Observation.Watcher {
    private static final String TASK = "struct task_struct";
    private static final int STACK_WORDS = 256;

    private final WatchedField field;
    private final Probe probe;
    private final int most;
    private final long guestFrom;
    private final long guestTo;
    private final Deque<Write> kept = new ArrayDeque<>();
    private final List<StoreRecord> untimed = new ArrayList<>();
    private final TreeMap<Long, Long> stops = new TreeMap<>();
    private long count;
    private long beforeInput;
    private @Nullable GuestClock clock;
    private @Nullable Machine machine;
    private @Nullable KernelMemory memory;
    private @Nullable CodeNames names;

    /// @param present memory of a machine of the same kernel
    /// @param guestFrom writes before this are left out; CLOCK_MONOTONIC, in ns
    /// @param guestTo those from this on are
    /// @param most how many to keep: the last ones
    public FieldWatcher(WatchedField field, KernelMemory present, long guestFrom, long guestTo, int most) {
        this.field = field;
        this.guestFrom = guestFrom;
        this.guestTo = guestTo;
        this.most = most;
        Capture task = Capture.currentTask();
        long comm = present.path(TASK, "comm").offset();
        probe = Probe.watch(
                        0,
                        field.address(),
                        field.type().byteSize(),
                        List.of(
                                task.at(present.path(TASK, "pid").offset(), Integer.BYTES),
                                task.at(comm, Long.BYTES),
                                task.at(comm + Long.BYTES, Long.BYTES),
                                Capture.framePointer()))
                .withStack(STACK_WORDS);
    }

    /// To be put into the machine that goes through the past.
    public List<Probe> probes() {
        return List.of(probe);
    }

    /// Those that were kept, in their order.
    public List<Write> writes() {
        return List.copyOf(kept);
    }

    /// How many there were in the interval.
    public long count() {
        return count;
    }

    @Override
    public void begins(Machine second, KernelMemory itsMemory) {
        machine = second;
        memory = itsMemory;
        names = new CodeNames(itsMemory);
        clock = new GuestClock(itsMemory);
        stands();
    }

    @Override
    public void before(Input input) {
        names().look();
        beforeInput = present();
    }

    /// Between two stops the guest's clock is a line beside QEMU's.
    @Override
    public void stands() {
        Machine second = machine;
        GuestClock its = clock;
        if (second == null || its == null) {
            throw new IllegalStateException("the machine has not begun");
        }
        long now = second.clockNanos();
        stops.headMap(stops.isEmpty() ? now : stops.lastKey()).clear();
        stops.put(now, its.monotonicNanos(now));
        GuestTimes times = GuestTimes.of(stops);
        untimed.forEach(each -> add(write(each, times)));
        untimed.clear();
    }

    @Override
    public void behind(Input input) {
        if (input instanceof Input.Write && beforeInput != present()) {
            add(new Write(
                    stops.lastEntry().getValue(),
                    -1,
                    -1,
                    "",
                    field.value(beforeInput),
                    field.value(present()),
                    field.type(),
                    CodePlace.COLD_WRITE,
                    List.of()));
        }
    }

    @Override
    public void record(long[] words, int at) {
        untimed.add(StoreRecord.of(words, at, probe));
    }

    private Write write(StoreRecord record, GuestTimes times) {
        return new Write(
                times.at(record.nanos()),
                record.cpu(),
                record.captures().get(0).intValue(),
                RecordRing.text(record.captures().get(1), record.captures().get(2)),
                field.value(record.before()),
                field.value(record.after()),
                field.type(),
                names().place(record.pc()),
                names().stack(record));
    }

    /// The same instant comes out a nanosecond apart if the machine stood elsewhere before and behind it; two
    /// instructions are two apart.
    private void add(Write write) {
        if (write.guestTimeNanos() < guestFrom || write.guestTimeNanos() >= guestTo - 1) {
            return;
        }
        count++;
        kept.addLast(write);
        if (kept.size() > most) {
            Write _ = kept.removeFirst();
        }
    }

    private CodeNames names() {
        CodeNames known = names;
        if (known == null) {
            throw new IllegalStateException("the machine has not begun");
        }
        return known;
    }

    /// The bytes that hold the field, as they are.
    private long present() {
        KernelMemory its = memory;
        if (its == null) {
            throw new IllegalStateException("the machine has not begun");
        }
        return its.space().read(field.address(), field.type().byteSize());
    }
}
