package org.schedlab.vm.freeze;

/// What the coordinator needs to know of a machine. Called on the thread that uses the machine.
public interface Freezer {
    /// Whether the guest stands still at a freeze point.
    boolean frozen();

    /// The guest's CLOCK_MONOTONIC at the present freeze, in nanoseconds.
    long guestTimeNanos();

    /// How guest time passes, for captions: `virtual time` or `live`.
    String mode();
}
