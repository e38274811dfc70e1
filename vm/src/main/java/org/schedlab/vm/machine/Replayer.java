package org.schedlab.vm.machine;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleConsumer;

import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Content;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.spec.Stop;

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
        give(machine, inputs, _ -> {});
    }

    /// As [#give(Machine, List)].
    ///
    /// @param reached is told now and then how much of the inputs was given, from 0 to 1
    public static void give(Machine machine, List<Input> inputs, DoubleConsumer reached) {
        double share = 1.0 / Math.max(1, inputs.size());
        try (PhysicalMemory memory = PhysicalMemory.map(machine.ramFile(), machine.ram())) {
            for (int number = 0; number < inputs.size(); number++) {
                double before = number * share;
                requireWanted();
                reached.accept(before);
                switch (inputs.get(number)) {
                    case Input.Run run ->
                        runUntil(machine, run.untilNanos(), part -> reached.accept(before + part * share));
                    case Input.Ring ring -> ring(machine, ring.nanos());
                    case Input.GoOn goOn -> {
                        machine.goOn(Duration.ofNanos(goOn.nanos()));
                        toTheEnd(machine, machine.clockNanos(), goOn.nanos());
                    }
                    case Input.Cut _ -> {} // Journal#between has made what was cut shorter
                    case Input.Message message -> machine.give(message.what(), message.parts());
                    case Input.Write write -> {
                        machine.journal().append(write, machine.clockNanos());
                        Content content = write.content();
                        memory.copyIn(write.physical(), content.bytes(), 0, content.length());
                    }
                }
            }
        }
    }

    private static void ring(Machine machine, long atMostNanos) {
        long begun = machine.clockNanos();
        if (atMostNanos == Long.MAX_VALUE) {
            machine.thaw();
        } else {
            machine.thaw(Duration.ofNanos(atMostNanos));
        }
        toTheEnd(machine, begun, atMostNanos);
    }

    /// Probes that freeze the machine on the way, which it may not have had then, do not end what is given.
    private static void toTheEnd(Machine machine, long begunNanos, long atMostNanos) {
        while (machine.awaitFreeze(SLICE_DEADLINE) instanceof Stop.AtProbe probe && !probe.agentArrived()) {
            long left = atMostNanos - (machine.clockNanos() - begunNanos);
            if (left <= 0) {
                return;
            }
            machine.goOn(Duration.ofNanos(left));
        }
    }

    /// An agent that comes to its freeze point meanwhile, or a probe, stops the machine; it goes on.
    private static void runUntil(Machine machine, long untilNanos, DoubleConsumer reached) {
        long begun = machine.clockNanos();
        while (machine.clockNanos() < untilNanos) {
            requireWanted();
            reached.accept((double) (machine.clockNanos() - begun) / (untilNanos - begun));
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
