package org.schedlab.lab.machine;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.Replayer;

/// How to come to a moment of a session: a checkpoint, and what the machine was given from there on. Immutable.
///
/// @param checkpoint to be restored
/// @param from where the journal stood at the checkpoint
/// @param to where it stood at the moment
/// @param stateHash of the machine's RAM there; empty if nobody has looked
/// @param runUntilNanos the clock of QEMU up to which the machine runs from there, in ns; empty:
///     not at all
public record Route(
        Checkpoint checkpoint, Journal.Point from, Journal.Point to, String stateHash, OptionalLong runUntilNanos) {
    /// Brings a machine that stands at the checkpoint to the moment.
    ///
    /// @param announcer is told how far it is
    /// @throws LabException if it got to another state; or the thread was interrupted
    void follow(Machine machine, Announcer announcer) {
        machine.given().goesOn(Journal.at(from));
        giveAgain(machine, announcer);
        if (runUntilNanos.isPresent() && machine.clockNanos() < runUntilNanos.getAsLong()) {
            Replayer.give(machine, List.of(new Input.Run(runUntilNanos.getAsLong())));
        }
    }

    private void giveAgain(Machine machine, Announcer announcer) {
        if (from.equals(to)) {
            return;
        }
        List<Input> inputs = Journal.between(from, to);
        try (Call call = announcer.begin("what the machine was given is given again")) {
            String detail =
                    String.format(Locale.ROOT, "%d inputs since a checkpoint that is still kept", inputs.size());
            Replayer.give(machine, inputs, reached -> call.update(reached, detail));
            call.done(detail);
        }
        String arrived = stateHash.isEmpty() ? "" : machine.ramHash();
        if (!arrived.equals(stateHash)) {
            throw LabException.asked("the moment cannot be come back to")
                    .found(String.format(
                            Locale.ROOT,
                            "its checkpoint was dropped; the machine was given the %d inputs that led to it again, and got to the state %s instead of %s",
                            inputs.size(),
                            arrived,
                            stateHash))
                    .remedy(
                            "rewind to a checkpoint that is kept: %checkpoints lists them; QMP commands that were sent to the machine are not in the journal")
                    .exception();
        }
        machine.given().goesOn(Journal.at(to));
    }
}
