package org.schedlab.lab.past;

import java.util.Optional;
import java.util.TreeMap;

import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.lab.stacks.CodeNames;
import org.schedlab.vm.linux.GuestClock;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;

/// The machine that goes through the past again, and what is needed to read its records. Confined to one thread.
final class SecondRun {
    private final Machine machine;
    private final KernelMemory memory;
    private final CodeNames names;
    private final GuestClock clock;
    private final Optional<GuestTimes> recorded;
    private final TreeMap<Long, Long> stops = new TreeMap<>();
    private GuestTimes sinceLastStop;

    /// It stands at the checkpoint.
    ///
    /// @param recorded the guest's clock as the flight recorder knows it, so that both tell one time of one event:
    ///     it has seen the machine stand elsewhere, and between two stops the guest's clock is a line only nearly
    SecondRun(Machine machine, KernelMemory memory, Optional<GuestTimes> recorded) {
        this.machine = machine;
        this.memory = memory;
        this.recorded = recorded;
        names = new CodeNames(memory);
        clock = new GuestClock(memory);
        sinceLastStop = look();
    }

    Machine machine() {
        return machine;
    }

    KernelMemory memory() {
        return memory;
    }

    CodeNames names() {
        return names;
    }

    /// The machine stands somewhere else than before.
    void stands() {
        sinceLastStop = look();
    }

    private GuestTimes look() {
        long now = machine.clockNanos();
        stops.headMap(stops.isEmpty() ? now : stops.lastKey()).clear();
        stops.put(now, clock.monotonicNanos(now));
        return GuestTimes.of(stops);
    }

    /// The guest's CLOCK_MONOTONIC, in ns, at an instant between the last two stops.
    ///
    /// @param nanos the guest's clock of QEMU
    long guestTimeNanos(long nanos) {
        return recorded.filter(times -> times.covers(nanos))
                .orElse(sinceLastStop)
                .at(nanos);
    }

    /// The guest's CLOCK_MONOTONIC at the last stop, in ns.
    long guestTimeNanos() {
        return stops.lastEntry().getValue();
    }
}
