package org.schedlab.kernel.session;

import java.util.List;

/// A moment of a session to which [VmSession#rewind] comes back.
///
/// @param name under which it is found
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC at that moment, in ns
/// @param bytes how much shared memory it takes
/// @param cell the notebook cell that made it, 0 outside a notebook
/// @param dropped older checkpoints that were given up for it, oldest first
public record SessionCheckpoint(String name, long guestTimeNanos, long bytes, int cell, List<String> dropped) {
    public SessionCheckpoint {
        dropped = List.copyOf(dropped);
    }

    /// One line for the user: the name, the moment, the size, and what was dropped.
    public String text() {
        String kept = "checkpoint '%s' at %s of guest time, %d MiB"
                .formatted(name, Instant.seconds(guestTimeNanos), (bytes + (1 << 20) - 1) >> 20);
        return dropped.isEmpty() ? kept : kept + "; dropped to make room: " + String.join(", ", dropped);
    }
}
