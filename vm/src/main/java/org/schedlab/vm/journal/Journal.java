package org.schedlab.vm.journal;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// The journal of one session: append-only, and a tree, for whoever goes back to an earlier point and goes on from
/// there leaves the other branch as it was. Thread-safe.
public final class Journal {
    private Point present;

    private Journal(Point present) {
        this.present = present;
    }

    /// A journal that goes on from a point, which may be another journal's.
    public static Journal at(Point point) {
        return new Journal(point);
    }

    /// Where a journal stands: all that was given from the begin up to here. Equal only to itself. Immutable.
    public static final class Point {
        static final Point BEGIN = new Point(null, null, 0, 0);

        private final @Nullable Point before;
        private final @Nullable Input input;
        private final long clockNanos;
        private final int number;

        private Point(@Nullable Point before, @Nullable Input input, long clockNanos, int number) {
            this.before = before;
            this.input = input;
            this.clockNanos = clockNanos;
            this.number = number;
        }

        /// How many inputs lead here.
        public int number() {
            return number;
        }

        /// Whether this point was gone through on the way to another, or is that.
        public boolean leadsTo(Point later) {
            Point at = later;
            while (at != null && at.number > number) {
                at = at.before;
            }
            return equals(at);
        }

        /// Whether a machine that came to another point stood here on the way, or is on its way
        /// through here in a stretch of guest time that goes on.
        public boolean isOnTheWayTo(Point later) {
            if (leadsTo(later)) {
                return true;
            }
            if (before == null || !(input instanceof Input.Run run) || !before.leadsTo(later)) {
                return false;
            }
            Point next = later;
            while (next.before != null && !next.before.equals(before)) {
                next = next.before;
            }
            return next.input instanceof Input.Run longer && longer.untilNanos() >= run.untilNanos();
        }
    }

    /// From where a machine sees an instant come.
    ///
    /// @param point has come before the instant
    /// @param running whether guest time passed then, without anybody's doing: then the machine
    ///     can be let run from the point to the instant
    /// @param command what the agent was at then, in a few words: it begins at the point,
    ///     and nobody can come in between; empty if nothing
    public record Before(Point point, boolean running, String command) {}

    /// The last point before an instant of the past.
    ///
    /// @param present leads to it no more
    /// @param clockNanos the guest time by QEMU's clock, in ns
    public static Before before(Point present, long clockNanos) {
        Point at = present;
        while (at.before != null && at.clockNanos > clockNanos) {
            at = at.before;
        }
        if (at.before != null && at.input instanceof Input.Run) {
            return new Before(at.before, true, "");
        }
        String command = "";
        if (at.input instanceof Input.Ring || at.input instanceof Input.GoOn) {
            while (at.before != null
                    && (at.input instanceof Input.Ring
                            || at.input instanceof Input.GoOn
                            || at.input instanceof Input.Cut)) {
                at = at.before;
            }
            while (at.before != null && at.input instanceof Input.Message message) {
                command = message.what();
                at = at.before;
            }
        }
        return new Before(at, false, command);
    }

    /// Where every journal begins: at the checkpoint of the boot.
    public static Point begin() {
        return Point.BEGIN;
    }

    /// Notes what is given now.
    ///
    /// @param clockNanos the guest time by QEMU's clock, in ns
    public synchronized void append(Input input, long clockNanos) {
        present = new Point(present, input, clockNanos, present.number + 1);
    }

    /// Where it stands.
    public synchronized Point present() {
        return present;
    }

    /// What was given between two points, in order; stretches of guest time that follow each other as one, and what
    /// was cut short as short as it was.
    ///
    /// @param from leads to the other
    /// @throws IllegalArgumentException if it does not
    public static List<Input> between(Point from, Point to) {
        if (!from.leadsTo(to)) {
            throw new IllegalArgumentException("the points are on two branches");
        }
        List<Input> backwards = new ArrayList<>();
        for (Point at = to; at != null && !at.equals(from); at = at.before) {
            if (at.input != null) {
                backwards.add(at.input);
            }
        }
        return together(backwards.reversed());
    }

    private static List<Input> together(List<Input> inputs) {
        List<Input> joined = new ArrayList<>();
        for (Input input : inputs) {
            if (input instanceof Input.Run && !joined.isEmpty() && joined.getLast() instanceof Input.Run) {
                joined.set(joined.size() - 1, input);
            } else if (input instanceof Input.Cut cut && !joined.isEmpty()) {
                joined.set(joined.size() - 1, shorter(joined.getLast(), cut));
            } else {
                joined.add(input);
            }
        }
        return joined;
    }

    private static Input shorter(Input input, Input.Cut cut) {
        return switch (input) {
            case Input.Run _ -> new Input.Run(cut.untilNanos());
            case Input.Ring _ -> new Input.Ring(cut.nanos());
            case Input.GoOn _ -> new Input.GoOn(cut.nanos());
            case Input.Cut _, Input.Instruction _, Input.Message _, Input.Write _ -> input;
        };
    }
}
