package org.schedlab.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.schedulers.SessionSchedulers;
import org.schedlab.lab.time.Moment;
import org.schedlab.lab.time.SessionHistory;
import org.schedlab.vm.LabException;

/// Makes reports of what went wrong in a session: a second machine goes back to before it and looks. The session's own
/// machine, alive or lost, stays as it is.
///
/// As thread-safe as the session, which owns it: reports take turns with its other calls. One that is asked for again
/// before the machine goes on is the same one.
public final class Reports {
    private static final int MOST_CLAIMS = 100;

    private final SessionMachine session;
    private final SessionHistory history;
    private final SessionSchedulers schedulers;
    private final CopyOnWriteArrayList<Failure> claims = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<Asked, FailureReport> made = new ConcurrentHashMap<>();

    private record Asked(Failure failure, String stateHash) {}

    public Reports(SessionMachine session, SessionHistory history, SessionSchedulers schedulers) {
        this.session = session;
        this.history = history;
        this.schedulers = schedulers;
    }

    /// Notes that a claim did not hold, for [#last()].
    ///
    /// @param guestTimeNanos at which instant: the guest's CLOCK_MONOTONIC in ns
    /// @param message what was claimed and what was found
    public void broken(long guestTimeNanos, String message) {
        String first = message.lines().findFirst().orElse("");
        claims.add(Failure.of(Failure.Kind.CLAIM, guestTimeNanos, "a claim did not hold: " + first, 0));
        if (claims.size() > MOST_CLAIMS) {
            Failure _ = claims.removeFirst();
        }
    }

    /// What led to the last failure: a stall, an error exit, a panic, a broken claim, a worker's death.
    ///
    /// @throws LabException nothing has failed; the machine is live; or the thread was interrupted
    public FailureReport last() {
        session.options().requireVirtualTime("go back to before a failure");
        return session.inTurnAliveOrLost(guest -> made(
                guest,
                new FailureFinder(session, schedulers, List.copyOf(claims))
                        .last(guest)
                        .orElseThrow(() -> nothing(guest))));
    }

    private static LabException nothing(GuestMachine guest) {
        return LabException.asked("there is no failure to report")
                .found(
                        guest.alive()
                                ? "no scheduler has ended with an error, no worker has died, no claim was broken, and the kernel lives"
                                : "the machine is gone, and it was not the guest's kernel that failed")
                .available(String.format(
                        Locale.ROOT,
                        "a report of any instant that has been, such as report(%dL)",
                        guest.alive() ? guest.guestTimeNanos() : 0))
                .exception();
    }

    /// The same of an instant at which nothing need have failed.
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns, as tables show it
    /// @throws LabException as [#last()]; or it has not been yet
    public FailureReport at(long guestTimeNanos) {
        session.options().requireVirtualTime("go back to an instant");
        return session.inTurnAliveOrLost(guest -> {
            if (guestTimeNanos < 0 || (guest.alive() && guestTimeNanos > guest.guestTimeNanos())) {
                throw LabException.asked("there is no report of " + guestTimeNanos + " ns of guest time")
                        .found("that instant has not been")
                        .available("0 to " + guest.latestGuestTimeNanos() + " ns")
                        .exception();
            }
            return made(
                    guest,
                    Failure.of(
                            Failure.Kind.ASKED,
                            guestTimeNanos,
                            String.format(Locale.ROOT, "the machine at %.6f s", guestTimeNanos / 1e9),
                            0));
        });
    }

    private FailureReport made(GuestMachine guest, Failure failure) {
        if (!guest.alive()) {
            return make(guest, failure);
        }
        guest.machine().given().standsAtInstruction();
        Asked asked = new Asked(failure, guest.machine().ramHash());
        FailureReport known = made.get(asked);
        if (known == null) {
            known = make(guest, failure);
            made.put(asked, known);
        }
        return known;
    }

    private FailureReport make(GuestMachine guest, Failure failure) {
        Moment start = ReportMaker.start(history.before(guest.given()), failure);
        if (!start.hold()) {
            throw LabException.asked("the past cannot be asked")
                    .found("the checkpoint that leads to it was dropped meanwhile")
                    .remedy("ask again")
                    .exception();
        }
        try {
            return new ReportMaker(session, schedulers, guest, start, failure).report();
        } finally {
            start.release();
        }
    }
}
