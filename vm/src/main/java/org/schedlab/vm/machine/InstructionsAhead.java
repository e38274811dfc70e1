package org.schedlab.vm.machine;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.journal.Input;
import org.schedlab.vm.trace.Condition;
import org.schedlab.vm.trace.Probe;

/// Where in their turns CPUs have to stand again while inputs are given. Immutable.
///
/// A machine that stands in the middle of a turn can be given other probes at that turn's end only, and the next
/// instruction may lie in the same turn: so all those that follow each other are wanted from the first on.
final class InstructionsAhead {
    /// Above the ids of others.
    private static final int FIRST_ID = 1 << 24;

    /// As many as there is room for beside those of others.
    private static final int MOST = Machine.MOST_PROBES / 2;

    private final List<Input> inputs;

    InstructionsAhead(List<Input> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /// @param number of a stretch of time; none lie ahead of anything else
    List<Probe> from(int number) {
        if (!endsInTurn(number)) {
            return List.of();
        }
        int first = number;
        for (int at = number - 1; at >= 0 && inTurns(at); at--) {
            first = at;
        }
        List<Integer> places = new ArrayList<>();
        for (int at = first; at < inputs.size() && inTurns(at); at++) {
            if (inputs.get(at) instanceof Input.Instruction) {
                places.add(at);
            }
        }
        // The same list for all of one part, so that nobody lets a turn end in between.
        int part = (int) places.stream().filter(at -> at < number).count() / MOST;
        return places.subList(part * MOST, Math.min(places.size(), (part + 1) * MOST)).stream()
                .map(at -> probe(at, (Input.Instruction) inputs.get(at)))
                .toList();
    }

    private boolean endsInTurn(int number) {
        return inputs.get(number) instanceof Input.Run
                && number + 1 < inputs.size()
                && inputs.get(number + 1) instanceof Input.Instruction;
    }

    /// Whether the machine is on its way from one instruction to another, or writes at one.
    private boolean inTurns(int number) {
        return switch (inputs.get(number)) {
            case Input.Run _ -> endsInTurn(number);
            case Input.Instruction _, Input.Write _ -> true;
            case Input.Ring _, Input.GoOn _, Input.Cut _, Input.Message _ -> false;
        };
    }

    private static Probe probe(int number, Input.Instruction at) {
        Probe probe = at.storedBytes() == 0
                ? Probe.stand(FIRST_ID + number, at.address(), List.of())
                : Probe.stored(FIRST_ID + number, at.address(), at.storedBytes());
        return probe.when(Condition.atClock(at.clockNanos()));
    }
}
