package org.schedlab.lab.pictures;

/// A part of a lane: one interval, or several that are too short to be seen and share a column. The parts of a
/// column lie one above the other, and their areas are their shares of its time. A value.
///
/// @param lane its index in the picture's lanes
/// @param subject the number of the task; -1 for several tasks. In a lane of interrupts the index of their kind
/// @param cpu where it ran or waited; -1 if it was on several
/// @param from its left edge, in ns from power-on
/// @param to its right edge
/// @param below how many ns of the column lie below it
/// @param nanos how many ns of the column it has; all of them if it is one interval
/// @param merged of how many intervals its column is made
public record Piece(int lane, Kind kind, int subject, int cpu, long from, long to, long below, long nanos, int merged) {
    /// What goes on.
    public enum Kind {
        RUNNING(0),
        /// Can run and waits for a CPU.
        WAITING(1),
        /// Waits for something and takes no signals (`D`).
        BLOCKED(2),
        /// Waits for something and takes signals, or is a kernel thread that has nothing to do (`I`).
        SLEEPING(3),
        /// A CPU handles an interrupt.
        INTERRUPT(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /// In the data of the interactive form; also its place in the list of colours there.
        int code() {
            return code;
        }
    }

    /// Where it begins, from 0 at the lane's bottom to 1 at its top.
    public double bottom() {
        return (double) below / (to - from);
    }

    /// Where it ends, from 0 at the lane's bottom to 1 at its top.
    public double top() {
        return (double) (below + nanos) / (to - from);
    }
}
