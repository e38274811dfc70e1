package org.schedlab.guest.work;

import java.time.Duration;

/// A part of a [Sequence].
public sealed interface WorkPhase {
    /// How much: of [Spin] an amount of work as explained at [Work], of [CpuTime] CPU time, of the others guest time.
    Duration duration();

    /// Works and keeps its CPU.
    record Spin(Duration duration) implements WorkPhase {
        public Spin {
            Choice.time("WorkPhase", "spin", duration);
        }
    }

    /// Works and keeps its CPU until it has had that much CPU time, as CLOCK_THREAD_CPUTIME_ID counts it, whatever
    /// else the machine does meanwhile: when other CPUs are busy, less gets done in it. What one such phase takes
    /// too much, at most a round of the vCPUs' turns, is taken off the worker's next.
    record CpuTime(Duration duration) implements WorkPhase {
        public CpuTime {
            Choice.time("WorkPhase", "cpuTime", duration);
        }
    }

    /// Works and keeps its CPU until that much time has passed since the phase began, whether it had its CPU or
    /// not.
    record WallTime(Duration duration) implements WorkPhase {
        public WallTime {
            Choice.time("WorkPhase", "wallTime", duration);
        }
    }

    /// Sleeps.
    record Sleep(Duration duration) implements WorkPhase {
        public Sleep {
            Choice.time("WorkPhase", "sleep", duration);
        }
    }

    /// Gives up its CPU with sched_yield(2), again and again.
    record Yield(Duration duration) implements WorkPhase {
        public Yield {
            Choice.time("WorkPhase", "yield", duration);
        }
    }

    /// Writes 64 KiB to a file in memory and sleeps 100 µs, again and again.
    record Io(Duration duration) implements WorkPhase {
        public Io {
            Choice.time("WorkPhase", "io", duration);
        }
    }

    /// An amount of work: `spin(us(500))` is 250,000 instructions at 2 ns each.
    static WorkPhase spin(Duration work) {
        return new Spin(work);
    }

    /// A burst by CPU time.
    static WorkPhase cpuTime(Duration time) {
        return new CpuTime(time);
    }

    /// A burst by wall time.
    static WorkPhase wallTime(Duration time) {
        return new WallTime(time);
    }

    /// A sleep.
    static WorkPhase sleep(Duration time) {
        return new Sleep(time);
    }

    /// A time of yielding.
    static WorkPhase yielding(Duration time) {
        return new Yield(time);
    }

    /// A time of writing to a file.
    static WorkPhase io(Duration time) {
        return new Io(time);
    }
}
