package org.schedlab.lab.machine;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import org.schedlab.lab.MeasuredAt;

/// The calls of a session, one after the other. A live machine stands still for as long as a call
/// lasts, calls within it included; once it is paused, between calls as well. Thread-safe.
public final class Turns {
    private final Supplier<GuestMachine> present;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean paused;

    /// @param present the machine, alive or lost; another one after a rewind
    Turns(Supplier<GuestMachine> present) {
        this.present = present;
    }

    /// Does something with the machine when it is this thread's turn.
    public <T> T take(Function<GuestMachine, T> work) {
        turn.lock();
        try {
            return turn.getHoldCount() > 1 ? work.apply(present.get()) : call(work);
        } finally {
            turn.unlock();
        }
    }

    private <T> T call(Function<GuestMachine, T> work) {
        present.get().beginCall();
        try {
            return work.apply(present.get());
        } finally {
            if (!paused) {
                present.get().endCall();
            }
        }
    }

    /// The machine has booted and stands still; nobody else has had a turn.
    ///
    /// @param announce lets the others know the machine
    void first(GuestMachine machine, Runnable announce) {
        turn.lock();
        try {
            announce.run();
            machine.endCall();
        } finally {
            turn.unlock();
        }
    }

    /// Within a turn: from now on the machine stands between calls.
    public String pause(GuestMachine guest) {
        paused = true;
        return "the guest's clock stands at %s until resume()".formatted(MeasuredAt.seconds(guest.guestTimeNanos()));
    }

    /// Within a turn: from now on time passes between calls.
    public String resume(GuestMachine guest) {
        paused = false;
        return "the guest's clock goes on from " + MeasuredAt.seconds(guest.guestTimeNanos());
    }
}
