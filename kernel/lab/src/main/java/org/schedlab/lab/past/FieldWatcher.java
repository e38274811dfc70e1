package org.schedlab.lab.past;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.StoreRecord;

/// Collects the writes to one field. Confined to one thread.
final class FieldWatcher extends PastRuns.Questioner<Writes> {
    private static final int STACK_WORDS = Probe.MOST_STACK_WORDS;

    private final WatchedField field;
    private final Probe probe;
    private final int most;
    private final long guestTo;
    private final Stretch stretch;
    private final Deque<Write> kept = new ArrayDeque<>();
    private final List<StoreRecord> untimed = new ArrayList<>();
    private long count;
    private long beforeInput;

    /// @param present memory of a machine of the same kernel
    /// @param guestTo writes from this on are left out; CLOCK_MONOTONIC, in ns
    /// @param most how many to keep: the last ones
    /// @param stretch those before it are left out
    FieldWatcher(WatchedField field, KernelMemory present, long guestTo, int most, Stretch stretch) {
        this.field = field;
        this.guestTo = guestTo;
        this.most = most;
        this.stretch = stretch;
        List<Capture> captures = new ArrayList<>(TaskNames.current(present));
        captures.add(Capture.framePointer());
        probe = Probe.watch(0, field.address(), field.type().byteSize(), captures)
                .withStack(STACK_WORDS);
    }

    @Override
    List<Probe> probes(SecondRun run) {
        return List.of(probe);
    }

    @Override
    void before(Input input) {
        second().names().look();
        beforeInput = present();
    }

    @Override
    void stands() {
        second().stands();
        untimed.forEach(each -> add(write(each)));
        untimed.clear();
    }

    @Override
    void behind(Input input) {
        if (input instanceof Input.Write && beforeInput != present()) {
            add(new Write(
                    second().guestTimeNanos(),
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
    void record(long[] words, int at) {
        untimed.add(StoreRecord.of(words, at, probe));
    }

    private Write write(StoreRecord record) {
        return new Write(
                second().guestTimeNanos(record.nanos()),
                record.cpu(),
                record.captures().get(0).intValue(),
                RecordRing.text(record.captures().get(1), record.captures().get(2)),
                field.value(record.before()),
                field.value(record.after()),
                field.type(),
                second().names().place(record.pc()),
                second().names().stack(record));
    }

    /// The same instant comes out a nanosecond apart if the machine stood elsewhere before and behind it; two
    /// instructions are two apart.
    private void add(Write write) {
        if (write.guestTimeNanos() < stretch.from() || write.guestTimeNanos() >= guestTo - 1) {
            return;
        }
        count++;
        kept.addLast(write);
        if (kept.size() > most) {
            Write _ = kept.removeFirst();
        }
    }

    @Override
    String told() {
        return String.format(Locale.ROOT, "%,d writes", count);
    }

    @Override
    Writes answer() {
        return new Writes(field.name(), List.copyOf(kept), count, stretch);
    }

    /// The bytes that hold the field, as they are.
    private long present() {
        return second().memory().space().read(field.address(), field.type().byteSize());
    }
}
