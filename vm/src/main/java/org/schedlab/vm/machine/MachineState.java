package org.schedlab.vm.machine;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// What a machine is doing.
enum MachineState {
    /// QEMU is there, its CPUs were not started yet.
    PAUSED,
    RUNNING,
    FROZEN,
    /// A live machine: the agent is at its freeze point, time passes.
    WAITING,
    CLOSED;

    /// The error for a call made in the wrong state.
    LabException isNot(String needed, String asked) {
        return LabException.asked("cannot %s: the machine is not %s".formatted(asked, needed))
                .found("it is " + name().toLowerCase(Locale.ROOT))
                .remedy(this == CLOSED ? "boot a machine" : "thaw and awaitFreeze take turns")
                .exception();
    }
}
