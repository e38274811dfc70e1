package org.schedlab.hunt;

import java.util.List;
import java.util.stream.Collectors;

import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.run.Outcome;
import org.schedlab.vm.LabException;

/// The same scenario did not end in the same way twice. Runs are bit-exact, so something is wrong with schedlab, or
/// with a verdict of the user's.
public final class UnrepeatableException extends LabException {
    private static final long serialVersionUID = 1L;

    private UnrepeatableException(String message) {
        super(message);
    }

    /// Throws unless all outcomes of a scenario are the same.
    static void require(List<Outcome> outcomes) {
        Outcome first = outcomes.getFirst();
        boolean sameStates = outcomes.stream().allMatch(each -> each.stateHash().equals(first.stateHash()));
        boolean sameBreaches =
                outcomes.stream().allMatch(each -> each.breaches().equals(first.breaches()));
        if (!sameStates || !sameBreaches) {
            throw new UnrepeatableException(text(outcomes, sameStates));
        }
    }

    private static String text(List<Outcome> outcomes, boolean sameStates) {
        String scenario = outcomes.getFirst().scenario().json();
        return LabException.asked("NOT REPEATABLE: the same scenario ended in different ways")
                .found("%s%n    %s%n    scenario %s"
                        .formatted(
                                sameStates
                                        ? "the machines came to the same state; the invariants were judged differently"
                                        : "the machines came to different states, which must not happen",
                                outcomes.stream()
                                        .map(UnrepeatableException::line)
                                        .collect(Collectors.joining(System.lineSeparator() + "    ")),
                                scenario))
                .remedy(
                        sameStates
                                ? "a verdict of your own must give the same for the same run: no host clock, no counter"
                                        + " between runs. If there is none, schedlab has a fault: tell its authors this text"
                                : "believe nothing of this hunt. schedlab has a fault, or the host has: tell its authors"
                                        + " this text")
                .text();
    }

    private static String line(Outcome outcome) {
        return "state %s, %s"
                .formatted(
                        outcome.stateHash().isEmpty() ? "-" : outcome.stateHash(),
                        outcome.breaches().isEmpty()
                                ? "nothing broke"
                                : outcome.breaches().stream()
                                        .map(Breach::toString)
                                        .collect(Collectors.joining("; ")));
    }
}
