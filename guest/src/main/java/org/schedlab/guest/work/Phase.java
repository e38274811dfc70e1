package org.schedlab.guest.work;

import java.time.Duration;

/// A part of a [Sequence].
public sealed interface Phase {
    /// How much: of [Spin] an amount of work as explained at [Work], of the others guest time.
    Duration duration();

    /// Works and keeps its CPU.
    record Spin(Duration duration) implements Phase {
        public Spin {
            Choice.time("Phase", "spin", duration);
        }
    }

    /// Sleeps.
    record Sleep(Duration duration) implements Phase {
        public Sleep {
            Choice.time("Phase", "sleep", duration);
        }
    }

    /// Gives up its CPU with sched_yield(2), again and again.
    record Yield(Duration duration) implements Phase {
        public Yield {
            Choice.time("Phase", "yield", duration);
        }
    }

    /// Writes 64 KiB to a file in memory and sleeps 100 µs, again and again.
    record Io(Duration duration) implements Phase {
        public Io {
            Choice.time("Phase", "io", duration);
        }
    }

    /// An amount of work: `spin(us(500))` is 250,000 instructions.
    static Phase spin(Duration work) {
        return new Spin(work);
    }

    /// A sleep.
    static Phase sleep(Duration time) {
        return new Sleep(time);
    }

    /// A time of yielding.
    static Phase yielding(Duration time) {
        return new Yield(time);
    }

    /// A time of writing to a file.
    static Phase io(Duration time) {
        return new Io(time);
    }
}
