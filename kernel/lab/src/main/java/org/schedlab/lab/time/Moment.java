package org.schedlab.lab.time;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.Checkpoint;

/// A moment in which the machine stood, stored or not. Equal only to itself. Holding and removing are
/// thread-safe.
public final class Moment {
    private final @Nullable Checkpoint checkpoint;
    private final boolean ours;
    private final Journal.Point given;
    private final long guestTimeNanos;
    private @Nullable String stateHash;
    private int holders;
    private boolean removed;

    private Moment(@Nullable Checkpoint checkpoint, boolean ours, Journal.Point given, GuestMachine guest) {
        this.given = given;
        this.guestTimeNanos = guest.guestTimeNanos();
        this.checkpoint = checkpoint;
        this.ours = ours;
    }

    /// The session stored it.
    ///
    /// @param guest stands at this moment, as in the others
    static Moment stored(Checkpoint checkpoint, GuestMachine guest) {
        return new Moment(checkpoint, true, guest.given(), guest);
    }

    /// It is that of the boot, stored in the cache folder.
    static Moment ofBoot(Checkpoint checkpoint, GuestMachine guest) {
        return new Moment(checkpoint, false, Journal.begin(), guest);
    }

    /// There was no room for it; the journal leads to it.
    static Moment notStored(GuestMachine guest) {
        return new Moment(null, false, guest.given(), guest);
    }

    public @Nullable Checkpoint checkpoint() {
        return checkpoint;
    }

    /// Where the journal stood: what the machine had been given.
    public Journal.Point given() {
        return given;
    }

    /// The guest's CLOCK_MONOTONIC then, in ns.
    public long guestTimeNanos() {
        return guestTimeNanos;
    }

    /// Whether it can be restored as it is.
    public synchronized boolean isStored() {
        return checkpoint != null && !removed;
    }

    /// How much room of the session's it takes.
    long bytes() {
        return checkpoint != null && ours ? checkpoint.bytes() : 0;
    }

    /// Keeps it stored until [#release()].
    ///
    /// @return whether it still was
    public synchronized boolean hold() {
        if (!removed) {
            holders++;
        }
        return !removed;
    }

    /// Undoes a [#hold()].
    public synchronized void release() {
        holders--;
        removeIfUnused();
    }

    /// Nobody comes back to it any more.
    synchronized void remove() {
        // That of the boot is not the session's: it stays, and the journal leads from it to all others.
        removed = ours;
        removeIfUnused();
    }

    private void removeIfUnused() {
        if (removed && holders == 0 && checkpoint != null && ours) {
            checkpoint.remove();
        }
    }

    /// The hash of the machine's RAM.
    ///
    /// @param guest stands at this moment
    String stateHash(GuestMachine guest) {
        String known = stateHash;
        if (known == null) {
            known = guest.machine().ramHash();
            stateHash = known;
        }
        return known;
    }
}
