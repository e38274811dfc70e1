package org.schedlab.kernel.session.internal;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.machine.Checkpoint;

/// A moment in which the machine stood, stored or not. Equal only to itself.
final class Moment {
    private final @Nullable Checkpoint checkpoint;
    private final boolean ours;
    private @Nullable String stateHash;

    private Moment(@Nullable Checkpoint checkpoint, boolean ours) {
        this.checkpoint = checkpoint;
        this.ours = ours;
    }

    /// The session stored it.
    static Moment stored(Checkpoint checkpoint) {
        return new Moment(checkpoint, true);
    }

    /// It is that of the boot, stored in the cache folder.
    static Moment ofBoot(Checkpoint checkpoint) {
        return new Moment(checkpoint, false);
    }

    /// There was no room for it.
    static Moment notStored() {
        return new Moment(null, false);
    }

    @Nullable
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// How much room of the session's it takes.
    long bytes() {
        return checkpoint != null && ours ? checkpoint.bytes() : 0;
    }

    void remove() {
        if (checkpoint != null && ours) {
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
