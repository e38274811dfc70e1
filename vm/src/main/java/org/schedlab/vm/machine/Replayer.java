package org.schedlab.vm.machine;

import java.time.Duration;
import java.util.List;

import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Content;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.memory.PhysicalMemory;

/// Gives a machine again what another was given: from equal states, equal inputs lead to equal states. Stateless.
public final class Replayer {
    /// So that whoever interrupts the thread need not wait for long.
    private static final Duration SLICE = Duration.ofMillis(100);

    private static final Duration SLICE_DEADLINE = Duration.ofMinutes(2);

    private Replayer() {}

    /// Gives inputs to a machine that stands frozen where they begin.
    ///
    /// @param inputs as [org.schedlab.vm.journal.Journal#between] gives them
    /// @throws LabException if the thread is interrupted; the machine stands frozen where it got to
    /// @throws org.schedlab.vm.DeadlineException if the host is too busy; the guest still runs
    public static void give(Machine machine, List<Input> inputs) {
        try (PhysicalMemory memory = PhysicalMemory.map(machine.ramFile(), machine.ram())) {
            for (Input input : inputs) {
                requireWanted();
                switch (input) {
                    case Input.Run run -> runUntil(machine, run.untilNanos());
                    case Input.Ring ring -> ring(machine, ring.nanos());
                    case Input.GoOn goOn -> {
                        machine.goOn(Duration.ofNanos(goOn.nanos()));
                        machine.awaitFreeze(SLICE_DEADLINE);
                    }
                    case Input.Message message -> machine.give(message.what(), message.parts());
                    case Input.Write write -> {
                        machine.journal().append(write);
                        Content content = write.content();
                        memory.copyIn(write.physical(), content.bytes(), 0, content.length());
                    }
                }
            }
        }
    }

    private static void ring(Machine machine, long atMostNanos) {
        if (atMostNanos == Long.MAX_VALUE) {
            machine.thaw();
        } else {
            machine.thaw(Duration.ofNanos(atMostNanos));
        }
        machine.awaitFreeze(SLICE_DEADLINE);
    }

    /// An agent that comes to its freeze point meanwhile stops the machine, as it did then; it goes on.
    private static void runUntil(Machine machine, long untilNanos) {
        while (machine.clockNanos() < untilNanos) {
            requireWanted();
            long left = untilNanos - machine.askedNanos();
            machine.run(Duration.ofNanos(Math.min(left, SLICE.toNanos())), SLICE_DEADLINE);
        }
    }

    private static void requireWanted() {
        if (Thread.interrupted()) {
            throw LabException.asked("going through the journal again was stopped")
                    .remedy("ask again")
                    .exception();
        }
    }
}
