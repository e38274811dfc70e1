package org.schedlab.lab.pictures;

import java.util.List;
import java.util.Optional;

/// Where everything of a timeline is. Times become places by the axis; what a lane's piece covers up and down is a
/// share of the lane's height. A value.
///
/// @param title what is shown, of whom and when
/// @param captions what the parts mean, below the title
/// @param notes what is left out, below the picture
/// @param lanes from top to bottom: CPUs, each with a band for its interrupts, then tasks
/// @param pieces of the lanes; sorted by lane, then by time
/// @param waiting how many tasks waited for the CPUs
/// @param mostWaiting the number that is as high as the space for it
/// @param offline when CPUs could not be scheduled on
/// @param arrows who woke whom
/// @param marks what happened outside the guest
/// @param width in pixels
/// @param height in pixels
public record TimelineLayout(
        String title,
        List<String> captions,
        List<String> notes,
        TimeAxis axis,
        List<Lane> lanes,
        List<Piece> pieces,
        List<Waiting> waiting,
        double mostWaiting,
        List<Offline> offline,
        List<Arrow> arrows,
        List<MarkLine> marks,
        int width,
        int height) {

    /// What a lane is of.
    public enum LaneKind {
        CPU,
        INTERRUPTS,
        TASK
    }

    /// A row.
    ///
    /// @param number of the CPU, or of the task within its recording
    /// @param label written at its left; empty for interrupts
    /// @param top in pixels, from the picture's top
    /// @param height in pixels
    public record Lane(LaneKind kind, int number, String label, double top, double height) {
        double bottom() {
            return top + height;
        }

        double middle() {
            return top + height / 2;
        }
    }

    /// How many tasks waited for a CPU on the average of a column.
    ///
    /// @param from in ns from power-on
    /// @param to in ns from power-on
    public record Waiting(int cpu, long from, long to, double mean) {}

    /// A CPU is offline.
    ///
    /// @param from in ns from power-on
    /// @param to in ns from power-on
    public record Offline(int cpu, long from, long to) {}

    /// A wake-up: from the one who woke, when it began, to the one who was woken, when it could run.
    ///
    /// @param waker number of the task; -1 if an interrupt woke, -2 if it came from a CPU's idle task
    /// @param wakee number of the task
    /// @param waitNanos for how long the task then waited
    /// @param fromY the lane of the waker if it has one, else that of the CPU where it was done
    public record Arrow(int waker, int wakee, long waitNanos, double fromX, double fromY, double toX, double toY) {}

    /// A vertical line.
    ///
    /// @param texts of all marks at this place
    /// @param label which side of the line has room for the text
    public record MarkLine(double x, List<String> texts, Side label) {}

    /// Where a text stands.
    public enum Side {
        RIGHT,
        LEFT,
        /// It has no room.
        NEITHER
    }

    /// What is drawn at a place, if anything.
    ///
    /// @param x in pixels
    /// @param y in pixels, from the top
    public Optional<Piece> at(double x, double y) {
        if (x < axis.left() || x >= axis.right()) {
            return Optional.empty();
        }
        long nanos = axis.nanos(x);
        return pieces.stream()
                .filter(piece -> piece.from() <= nanos && nanos < piece.to())
                .filter(piece -> {
                    Lane lane = lanes.get(piece.lane());
                    double up = (lane.bottom() - y) / lane.height();
                    return up >= piece.bottom() && up < piece.top();
                })
                .findFirst();
    }
}
