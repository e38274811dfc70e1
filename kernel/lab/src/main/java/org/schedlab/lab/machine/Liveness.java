package org.schedlab.lab.machine;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.Watchdog;
import org.schedlab.lab.WatchdogException;
import org.schedlab.lab.WatchdogReport;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.MachineGoneException;

/// Whether a machine still answers and, if it does not, how it was lost. Thread-safe.
final class Liveness {
    private static final String IDLE = "nothing: the machine stood frozen";

    private final Machine machine;
    private final FreezeCoordinator coordinator;
    private volatile @Nullable LabException lost;
    private volatile String doing = IDLE;

    Liveness(Machine machine, FreezeCoordinator coordinator) {
        this.machine = machine;
        this.coordinator = coordinator;
    }

    boolean alive() {
        return lost == null;
    }

    /// How it was lost; empty while it lives.
    Optional<LabException> lost() {
        return Optional.ofNullable(lost);
    }

    /// Notes what is asked of the machine, for who reads how it was lost.
    void doing(String purpose) {
        doing = purpose;
    }

    /// It stands again.
    void idle() {
        doing = IDLE;
    }

    /// Throws unless the machine lives.
    void require() {
        LabException why = lost;
        if (why != null) {
            throw LabException.asked("the machine is gone, so nothing can be asked of it")
                    .found(withoutRemedy(why.getMessage()))
                    .remedy(remedy())
                    .exception();
        }
    }

    private String remedy() {
        return machine.spec().mode().live()
                ? "%boot (or VmSession.boot) starts a new one"
                : "%rewind comes back to the last checkpoint; %boot (or VmSession.boot) starts a new one";
    }

    /// What would be told twice.
    private String withoutRemedy(String message) {
        String last = "\n  try: " + remedy();
        return message.endsWith(last) ? message.substring(0, message.length() - last.length()) : message;
    }

    /// Who has a session can do more about it than who has a machine.
    private LabException advising(LabException why) {
        return switch (why) {
            case MachineGoneException gone -> gone.advising(remedy());
            case GuestPanicException panic -> panic.advising(remedy());
            default -> why;
        };
    }

    /// Ends the machine, which has failed. The reason that counts is the first: a watchdog that ends the
    /// machine makes QEMU seem to die.
    ///
    /// @return the reason that counts
    synchronized LabException lose(LabException why) {
        LabException first = lost;
        if (first != null) {
            return first;
        }
        LabException told = advising(why);
        lost = told;
        coordinator.release();
        machine.close();
        return told;
    }

    /// The reason that counts, where a machine that was lost made something else fail.
    LabException reasonFor(LabException failure) {
        LabException ended = lost;
        return ended == null ? failure : ended;
    }

    /// Its session is over.
    void closed() {
        if (lost == null) {
            lost = new LabException("the session was closed");
        }
    }

    /// Ends the machine because its session has lived for as long as it may.
    ///
    /// @param lifetime how long that is, in host time
    /// @param guestTimeNanos where the guest's clock stood when it was last looked at
    void expire(Duration lifetime, long guestTimeNanos) {
        var report = new WatchdogReport(Watchdog.SESSION, lifetime, doing, guestTimeNanos);
        LabException _ = lose(new WatchdogException(report, "", "boot again with a longer --lifetime, or without one"));
    }

    /// Throws if the session's watchdog ended the machine: then no checkpoint brings it back.
    void requireNotExpired() {
        if (lost instanceof WatchdogException over) {
            throw over;
        }
    }
}
