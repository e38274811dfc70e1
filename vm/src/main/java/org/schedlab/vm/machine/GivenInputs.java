package org.schedlab.vm.machine;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.spec.Mode;

/// Notes what a machine in virtual time is given, before it is given; nothing of a live one. Confined as the machine
/// is.
public final class GivenInputs {
    private final MachineRun run;
    private final Observers observers;
    private final Mode mode;
    private volatile Journal journal = Journal.at(Journal.begin());
    private long goneFromNanos;
    private Input.@Nullable Instruction noted;

    GivenInputs(MachineRun run, Observers observers, Mode mode) {
        this.run = run;
        this.observers = observers;
        this.mode = mode;
    }

    Journal journal() {
        return journal;
    }

    /// Where the journal goes on: for a machine that was restored.
    public void goesOn(Journal other) {
        journal = other;
    }

    /// Before it is given, so that nothing that reached the guest is missing.
    void note(Input input) {
        goneFromNanos = run.clockNanos();
        // What is refused, because the machine does not stand, is not given.
        if (!mode.live() && run.state() == MachineState.FROZEN) {
            journal.append(input, goneFromNanos);
        }
    }

    /// What was noted last has ended where the machine stands, and sooner than was asked for.
    void cutShort() {
        journal.append(new Input.Cut(run.askedNanos(), run.clockNanos() - goneFromNanos), run.clockNanos());
    }

    /// Notes what is written into the RAM of the frozen machine by its user.
    public void written(Input.Write write) {
        if (!mode.live()) {
            standsAtInstruction();
            journal.append(write, run.clockNanos());
        }
    }

    /// Notes where in its turn a CPU stands, if one does, so that whoever is given all this comes to stand there.
    public void standsAtInstruction() {
        run.inTurn().map(at -> observers.instruction(at, run.clockNanos())).ifPresent(here -> {
            if (!here.equals(noted)) {
                noted = here;
                journal.append(here, run.clockNanos());
            }
        });
    }
}
