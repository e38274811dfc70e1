package org.schedlab.lab.flightrecorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.flightrecorder.internal.BlockCounter;
import org.schedlab.lab.flightrecorder.internal.RecordReader;
import org.schedlab.lab.flightrecorder.internal.RecordStore;
import org.schedlab.lab.flightrecorder.internal.RecordedMachine;
import org.schedlab.lab.recorder.ExecutedCode;
import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.MachineGoneException;
import org.schedlab.vm.memory.KernelMemory;

/// The flight recorder of one session: always on, unless it is switched off. What it has seen stays when the
/// machine goes on, and is cut off where a rewind goes back to. Nobody in the guest can notice it.
///
/// Safe for threads. What it has given out stays as it was, also when the session is closed.
public final class FlightRecorder {
    /// How many bytes of records are kept if nobody says otherwise: some four million events.
    public static final long USUAL_BYTES = 256L << 20;

    /// The least that can be kept.
    public static final long LEAST_BYTES = 4L << 20;

    private static final int MOST_MARKS = 10_000;

    private final RecordStore store = new RecordStore();
    private final List<Mark> marks = new ArrayList<>();
    private final RecordReader reader = new RecordReader(store);
    private long mostBytes = USUAL_BYTES;
    private boolean on = true;
    private Journal.@Nullable Point reached;
    private @Nullable RecordedMachine machine;
    private @Nullable BlockCounter blocks;
    private @Nullable LabException unavailable;

    /// In a fork of the session: what the other one knows of the scheduler in charge, this one knows too.
    public synchronized void forkOf(FlightRecorder other) {
        reader.operationsInCharge(other.reader.operationsInCharge());
        on = other.on;
        mostBytes = other.mostBytes;
        reader.keep(mostBytes);
    }

    /// From now on it records this machine, which stands: the one that there is in the session, or one that
    /// stands where an earlier one stood. What is recorded of later times is forgotten; all of it, if that does
    /// not lead here.
    ///
    /// Nothing happens for a live machine: it cannot be recorded.
    ///
    /// @throws MachineGoneException QEMU is gone
    public synchronized void attach(Machine present, KernelMemory memory) {
        machine = null;
        blocks = null;
        if (present.spec().mode().live()) {
            return;
        }
        long now = present.clockNanos();
        Journal.Point here = present.journal().present();
        // A rewind may also lead to what was to come, or to the past of another branch: that is not what was recorded.
        boolean inItsPast = reached != null && here.isOnTheWayTo(reached);
        marks.removeIf(mark -> !inItsPast || mark.nanos() > now);
        reached = here;
        try {
            RecordedMachine attached = new RecordedMachine(present, memory, store, reader);
            if (on) {
                attached.start(inItsPast);
            }
            machine = attached;
        } catch (MachineGoneException | GuestPanicException e) {
            throw e;
        } catch (LabException e) { // a kernel in which something is not where it is looked for: all else works
            unavailable = e;
        }
    }

    /// Says who was in charge over an interval, in the words of captions.
    @FunctionalInterface
    public interface InCharge {
        /// All of them, one after the other.
        ///
        /// @param from the guest's CLOCK_MONOTONIC in ns
        /// @param to the same
        String over(long from, long to);
    }

    /// Notes from now on which code the machine executes: every function of the kernel that is entered, every line
    /// of the scheduler's source. Nobody in the guest takes notice; the host pays for each block of instructions,
    /// so the machine takes about five times as long for as long as it goes on.
    ///
    /// @throws LabException it is live, does not stand, or cannot be recorded
    public synchronized void countBlocks() {
        RecordedMachine present = machine;
        if (present == null) {
            throw LabException.asked("nobody can note which code is executed")
                    .found("the flight recorder has no machine to look at")
                    .remedy("boot in virtual time")
                    .exception();
        }
        blocks = present.countBlocks();
    }

    /// What was executed since [#countBlocks()]; the machine stands. Empty if that was not called.
    public synchronized Set<ExecutedCode> executed() {
        BlockCounter counted = blocks;
        return counted == null ? Set.of() : counted.executed();
    }

    /// Whether it records.
    public synchronized boolean on() {
        return on && machine != null;
    }

    /// Switches it on, or off: what it has seen stays until it is switched on again.
    ///
    /// @throws LabException the machine is live
    public synchronized void on(boolean wanted) {
        RecordedMachine present = present();
        if (wanted && !on) {
            present.startAnew();
        }
        if (!wanted && on) {
            present.stop();
            reader.endAt(present.clockNanos());
        }
        on = wanted;
    }

    /// Keeps so many bytes of records from now on, the newest ones.
    ///
    /// @throws LabException they are fewer than [#LEAST_BYTES]
    public synchronized void keep(long bytes) {
        if (bytes < LEAST_BYTES) {
            throw LabException.asked("the flight recorder cannot keep " + bytes + " bytes")
                    .available(LEAST_BYTES + " bytes or more; an event takes some 60")
                    .remedy("%record 64M keeps a million events, %record off none")
                    .exception();
        }
        mostBytes = bytes;
        reader.keep(bytes);
    }

    /// How many bytes of records are kept at most.
    public synchronized long keeps() {
        return mostBytes;
    }

    /// The machine has come to stand somewhere.
    public synchronized void stands() {
        RecordedMachine present = machine;
        if (present != null) {
            reached = present.given();
            if (on) {
                present.stands();
            }
        }
    }

    /// What it does and has, in a sentence.
    public synchronized String text() {
        RecordedMachine present = machine;
        if (present == null) {
            return unavailable == null
                    ? "The flight recorder does not record this machine: it is live."
                    : "The flight recorder cannot record this machine: " + unavailable.getMessage();
        }
        present.drain();
        String has = reader.begun()
                ? String.format(
                        Locale.ROOT,
                        "%.3f ms of the past in %.1f MiB",
                        (reader.lastNanos(present.clockNanos(), on) - reader.firstNanos()) / 1e6,
                        store.bytes() / (double) (1 << 20))
                : "nothing";
        return String.format(
                Locale.ROOT,
                "The flight recorder is %s and has %s; it keeps %d MiB at most.",
                on ? "on" : "off",
                has,
                mostBytes >> 20);
    }

    /// Notes something that did not happen in the guest, at the instant where the machine stands.
    public synchronized void mark(Mark.Kind kind, String text) {
        RecordedMachine present = machine;
        if (present != null) {
            marks.add(new Mark(present.clockNanos(), kind, text));
            if (marks.size() > MOST_MARKS) {
                marks.removeFirst();
            }
        }
    }

    /// The guest's clock over all that was recorded; empty if nothing was.
    public synchronized Optional<GuestTimes> times() {
        return reader.begun() ? Optional.of(reader.times()) : Optional.empty();
    }

    /// Everything that is kept, up to where the machine stands.
    ///
    /// @param inCharge says who was, for captions
    /// @throws LabException nothing is recorded: the machine is live, or the recorder is off
    public synchronized Recording recording(InCharge inCharge) {
        return recording(Optional.empty(), Optional.empty(), inCharge);
    }

    /// What is kept of an interval.
    ///
    /// @param from the guest's clock of QEMU, in ns; if empty, the oldest that is kept
    /// @param to the same; if empty, where the machine stands
    /// @param inCharge says who was, for captions
    /// @throws LabException nothing is recorded of it
    public synchronized Recording recording(Optional<Long> from, Optional<Long> to, InCharge inCharge) {
        RecordedMachine present = present();
        if (!reader.begun()) {
            throw LabException.asked("nothing is recorded")
                    .found("the flight recorder is off")
                    .remedy("switch it on with %record on, then run(...)")
                    .exception();
        }
        present.drain();
        long oldest = reader.firstNanos();
        long newest = reader.lastNanos(present.clockNanos(), on);
        long first = from.orElse(oldest);
        long last = to.orElse(newest);
        if (first < oldest || last > newest || first > last) {
            throw LabException.asked(String.format(Locale.ROOT, "there is no recording from %d to %d ns", first, last))
                    .found(String.format(
                            Locale.ROOT, "recorded is from %d to %d ns of the machine's clock", oldest, newest))
                    .remedy("ask for a part of that; %record SIZE keeps more")
                    .exception();
        }
        GuestTimes times = reader.times();
        return reader.recording(
                present, first, last, List.copyOf(marks), inCharge.over(times.at(first), times.at(last)));
    }

    private RecordedMachine present() {
        RecordedMachine present = machine;
        LabException why = unavailable;
        if (present == null && why != null) {
            throw new LabException("the flight recorder cannot record this machine\n" + why.getMessage(), why);
        }
        if (present == null) {
            throw LabException.asked("the flight recorder has nothing of this machine")
                    .found(
                            "a live machine: its CPUs run by themselves, and only virtual time can be recorded without disturbing it")
                    .remedy("boot one in virtual time, which is what %boot does without --live")
                    .exception();
        }
        return present;
    }
}
