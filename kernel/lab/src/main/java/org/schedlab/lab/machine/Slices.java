package org.schedlab.lab.machine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

import org.schedlab.guest.agent.Agent;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;

/// Waits for something in the guest, a slice of guest time at a time. Stateless.
public final class Slices {
    private Slices() {}

    /// Lets the guest go on until something has come about, or guest time is over.
    ///
    /// @param what is waited for, for example `the program witness to end`; also what the freezes
    ///     between are for
    /// @param limit guest time
    /// @param look lets the guest run for a slice at most, and says whether it has come about
    /// @return empty if the time is over
    /// @throws LabException if the thread is interrupted; the machine stands frozen where it got to
    /// @throws DeadlineException if the host's deadline passes; the machine stands frozen where it got
    ///     to
    public static <T> Optional<T> until(
            GuestMachine guest, String what, Duration limit, BiFunction<Agent, Duration, Optional<T>> look) {
        Duration hostDeadline = hostDeadline(limit);
        long end = guest.guestTimeNanos() + limit.toNanos();
        try (Call call = guest.announcer().begin("waiting for " + what)) {
            Optional<T> found = until(guest, what, end, hostDeadline, look);
            call.done(found.isPresent() ? "it came about" : "it did not come about");
            return found;
        }
    }

    private static <T> Optional<T> until(
            GuestMachine guest,
            String what,
            long end,
            Duration hostDeadline,
            BiFunction<Agent, Duration, Optional<T>> look) {
        long hostEnd = System.nanoTime() + hostDeadline.toNanos();
        while (true) {
            requireWanted(what);
            long left = Math.max(0, Math.min(end - guest.guestTimeNanos(), GuestMachine.SLICE.toNanos()));
            Optional<T> found = guest.ask(what, agent -> look.apply(agent, Duration.ofNanos(left)));
            if (found.isPresent() || guest.guestTimeNanos() >= end) {
                return found;
            }
            if (System.nanoTime() > hostEnd) {
                throw new DeadlineException(
                        what, hostDeadline, "the machine stands frozen; wait again, or allow the host more time");
            }
        }
    }

    /// Does nothing unless the thread was interrupted.
    ///
    /// @throws LabException if it was
    public static void requireWanted(String what) {
        if (Thread.interrupted()) {
            throw LabException.asked("waiting for %s was stopped".formatted(what))
                    .remedy("the machine stands frozen where it got to; wait again, or go on otherwise")
                    .exception();
        }
    }

    /// How long a host waits for a stretch of guest time.
    public static Duration hostDeadline(Duration guestTime) {
        Duration generous = guestTime.multipliedBy(200);
        Duration least = Duration.ofMinutes(1);
        return generous.compareTo(least) > 0 ? generous : least;
    }
}
