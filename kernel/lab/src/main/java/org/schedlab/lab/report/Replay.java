package org.schedlab.lab.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.Replayer;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// A machine beside the session's that goes through its past again. Confined to one thread, which closes it.
final class Replay implements AutoCloseable {
    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long LONGEST_RING = 3_600_000_000_000L;

    private final GuestMachine guest;
    private final List<Input> inputs;
    private final Replayer replayer;
    private final Consumer<Double> reached;
    private int next;

    /// @param inputs of the session, from the checkpoint on
    /// @param reached is told how much of them was given
    Replay(GuestMachine present, Checkpoint start, List<Input> inputs, Consumer<Double> reached) {
        this.guest = MachineStarts.beside(present, start, new FreezeCoordinator());
        this.inputs = inputs;
        this.replayer = new Replayer(machine(), inputs);
        this.reached = reached;
    }

    GuestMachine guest() {
        return guest;
    }

    private Machine machine() {
        return guest.machine();
    }

    /// Goes to one of some instructions.
    ///
    /// @param from the guest's clock of QEMU in ns, before which nobody need look
    /// @param to the same: behind it nobody need look
    /// @param right whether it is the one that is looked for
    /// @return empty if none was come to
    Optional<Stop.InTurn> toProbe(List<Probe> probes, long from, long to, Predicate<Stop.InTurn> right) {
        for (; next < inputs.size() && machine().clockNanos() <= to; next++) {
            reached.accept((double) next / inputs.size());
            Input input = inputs.get(next);
            if (input instanceof Input.Run run && run.untilNanos() >= from) {
                List<Probe> instructions = replayer.instructions(next);
                while (machine().clockNanos() < run.untilNanos() && machine().clockNanos() <= to) {
                    requireWanted();
                    Duration part = Duration.ofNanos(
                            Math.min(Math.max(1, run.untilNanos() - machine().askedNanos()), SLICE.toNanos()));
                    Stop.Standing stop = machine().runTo(together(probes, instructions), part, DEADLINE);
                    if (stop instanceof Stop.InTurn at && probes.stream().anyMatch(probe -> probe.id() == at.probe())) {
                        if (right.test(at)) {
                            return Optional.of(at);
                        }
                    } else if (stop instanceof Stop.InTurn) {
                        break;
                    }
                }
            } else if (input instanceof Input.Ring ring) {
                Optional<Stop.InTurn> at = ring(probes, Math.min(ring.nanos(), LONGEST_RING), right);
                if (at.isPresent()) {
                    return at;
                }
            } else {
                replayer.give(next, _ -> {});
            }
        }
        return Optional.empty();
    }

    private static List<Probe> together(List<Probe> some, List<Probe> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /// Behind one that is not the right one, what the agent has asked for comes to its end unseen.
    private Optional<Stop.InTurn> ring(List<Probe> probes, long atMostNanos, Predicate<Stop.InTurn> right) {
        long begun = machine().clockNanos();
        machine().thaw(probes, Duration.ofNanos(atMostNanos));
        Stop.Standing stop = machine().awaitFreeze(DEADLINE);
        while (!stop.agentArrived() && machine().clockNanos() - begun < atMostNanos) {
            if (stop instanceof Stop.InTurn at && right.test(at)) {
                return Optional.of(at);
            }
            machine().goOn(Duration.ofNanos(atMostNanos - (machine().clockNanos() - begun)));
            stop = machine().awaitFreeze(DEADLINE);
        }
        return Optional.empty();
    }

    /// Whether the agent is at its freeze point, so that it can be asked.
    boolean agentIsFree() {
        return next >= inputs.size() || !(inputs.get(next) instanceof Input.Ring);
    }

    /// Goes to where the machine stood last at or before an instant, in a stretch of time or between two inputs.
    ///
    /// @param clock QEMU's, in ns
    void toClock(long clock) {
        for (; next < inputs.size(); next++) {
            reached.accept((double) next / inputs.size());
            Input input = inputs.get(next);
            if (input instanceof Input.Run run && run.untilNanos() > clock) {
                if (clock > machine().clockNanos()) {
                    Replayer.give(machine(), List.of(new Input.Run(clock)));
                }
                return;
            }
            long left = clock - machine().clockNanos();
            if (left <= 0) {
                return;
            }
            if (input instanceof Input.Ring ring && ring.nanos() > left) {
                Replayer.give(machine(), List.of(new Input.Ring(left)));
                if (machine().clockNanos() >= clock) {
                    return;
                }
            } else {
                replayer.give(next, _ -> {});
            }
        }
    }

    /// Goes on to where the session stands.
    ///
    /// @param between is told before each input
    void toEnd(Runnable between) {
        for (; next < inputs.size(); next++) {
            between.run();
            int at = next;
            replayer.give(at, part -> reached.accept((at + part) / inputs.size()));
        }
        between.run();
    }

    private static void requireWanted() {
        if (Thread.interrupted()) {
            throw LabException.asked("the report was stopped")
                    .found("the session is as it was")
                    .remedy("ask again")
                    .exception();
        }
    }

    @Override
    public void close() {
        guest.close();
    }
}
