package org.schedlab.lab.time;

import java.util.List;
import java.util.Locale;

import org.schedlab.lab.MeasuredAt;

/// A moment of a session to which [org.schedlab.lab.session.VmSession#rewind] comes back.
///
/// @param name under which it is found; the cell's number, if it was made at the end of a cell
/// @param cell the notebook cell that made it, 0 outside a notebook
/// @param automatic whether it was made because the cell ended
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC at that moment, in ns
/// @param bytes how much shared memory it takes; 0 for the moment of the boot, which is in the cache
///     folder
/// @param stateHash of the guest's RAM, as [org.schedlab.lab.session.VmSession#stateHash()]
/// @param dropped older checkpoints that were given up for it, oldest first, in words
/// @param problem why it was not kept; empty if it was
public record SessionCheckpoint(
        String name,
        int cell,
        boolean automatic,
        long guestTimeNanos,
        long bytes,
        String stateHash,
        List<String> dropped,
        String problem) {

    private static final double MIB = 1 << 20;

    public SessionCheckpoint {
        dropped = List.copyOf(dropped);
    }

    /// What it is called in a sentence.
    public String words() {
        return automatic ? "that of cell " + cell : "'" + name + "'";
    }

    /// One line for the user: the name, the moment, the size, and what was dropped.
    public String text() {
        String kept = String.format(
                Locale.ROOT,
                "checkpoint %s at %s of guest time, %.1f MiB",
                words(),
                MeasuredAt.seconds(guestTimeNanos),
                bytes / MIB);
        return dropped.isEmpty() ? kept : kept + "; " + droppedText();
    }

    /// Which checkpoints were dropped.
    public String droppedText() {
        return "dropped to make room: " + String.join(", ", dropped);
    }
}
