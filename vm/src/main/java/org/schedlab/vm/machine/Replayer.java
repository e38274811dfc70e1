package org.schedlab.vm.machine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;

import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// Gives a machine again what another was given: from equal states, equal inputs lead to equal
/// states. Confined to the machine's thread.
public final class Replayer {
    /// So that whoever interrupts the thread need not wait for long.
    private static final Duration SLICE = Duration.ofMillis(100);

    private static final Duration SLICE_DEADLINE = Duration.ofMinutes(2);

    private final Machine machine;
    private final List<Input> inputs;
    private final InstructionsAhead ahead;

    /// @param machine stands frozen where the inputs begin
    /// @param inputs as [org.schedlab.vm.journal.Journal#between] gives them
    public Replayer(Machine machine, List<Input> inputs) {
        this.machine = machine;
        this.inputs = List.copyOf(inputs);
        ahead = new InstructionsAhead(inputs);
    }

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
        Replayer replayer = new Replayer(machine, inputs);
        double share = 1.0 / Math.max(1, inputs.size());
        for (int number = 0; number < inputs.size(); number++) {
            double before = number * share;
            reached.accept(before);
            replayer.give(number, part -> reached.accept(before + part * share));
        }
    }

    /// Where the machine has to stand in the middle of turns while an input is given, and those
    /// that follow it: whoever gives it in another way has to stop there too.
    ///
    /// @return probes; none if it is given to the end
    public List<Probe> instructions(int number) {
        return ahead.from(number);
    }

    /// Gives one of the inputs. All before it were given.
    ///
    /// @param reached is told now and then how much of it was given, from 0 to 1
    /// @throws LabException as [#give(Machine, List)]
    public void give(int number, DoubleConsumer reached) {
        requireWanted();
        switch (inputs.get(number)) {
            case Input.Run run -> runUntil(number, run.untilNanos(), reached);
            case Input.Ring ring -> ring(ring.nanos());
            case Input.GoOn goOn -> {
                machine.goOn(Duration.ofNanos(goOn.nanos()));
                toTheEnd(machine.clockNanos(), goOn.nanos());
            }
            case Input.Cut _ -> {} // Journal#between has made what was cut shorter
            case Input.Instruction instruction -> requireThere(instruction);
            case Input.Message message -> machine.give(message.what(), message.parts());
            case Input.Write write -> machine.write(write);
        }
    }

    private void ring(long atMostNanos) {
        long begun = machine.clockNanos();
        if (atMostNanos == Long.MAX_VALUE) {
            machine.thaw();
        } else {
            machine.thaw(Duration.ofNanos(atMostNanos));
        }
        toTheEnd(begun, atMostNanos);
    }

    /// Probes that freeze the machine on the way, which it may not have had then, do not end what is given.
    private void toTheEnd(long begunNanos, long atMostNanos) {
        while (machine.awaitFreeze(SLICE_DEADLINE) instanceof Stop.AtProbe probe && !probe.agentArrived()) {
            long left = atMostNanos - (machine.clockNanos() - begunNanos);
            if (left <= 0) {
                return;
            }
            machine.goOn(Duration.ofNanos(left));
        }
    }

    /// An agent that comes to its freeze point meanwhile, or a probe, stops the machine; it goes on.
    private void runUntil(int number, long untilNanos, DoubleConsumer reached) {
        List<Probe> instructions = instructions(number);
        long begun = machine.clockNanos();
        while (machine.clockNanos() < untilNanos) {
            requireWanted();
            reached.accept((double) (machine.clockNanos() - begun) / (untilNanos - begun));
            Duration left = Duration.ofNanos(Math.min(untilNanos - machine.askedNanos(), SLICE.toNanos()));
            // Without the same probes the turn in which the machine stands would come to its end first.
            Stop.Standing stop = instructions.isEmpty()
                    ? machine.run(left, SLICE_DEADLINE)
                    : machine.runTo(instructions, left, SLICE_DEADLINE);
            if (stop instanceof Stop.InTurn) {
                return;
            }
        }
    }

    private void requireThere(Input.Instruction wanted) {
        machine.given().standsAtInstruction();
        Optional<Stop.InTurn> at = machine.inTurn();
        if (at.isEmpty() || machine.clockNanos() != wanted.clockNanos()) {
            throw LabException.asked("what the machine was given cannot be given again")
                    .found(String.format(
                            Locale.ROOT,
                            "it stands at %,d ns of its clock, %s, and was to stand in the middle of a turn at %,d ns",
                            machine.clockNanos(),
                            at.isEmpty() ? "at the end of a turn" : "in the middle of a turn",
                            wanted.clockNanos()))
                    .remedy("%rewind to a checkpoint behind that, or %boot again")
                    .exception();
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
