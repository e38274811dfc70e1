package org.schedlab.guest.work;

import java.util.List;
import java.util.Optional;

/// How a worker has fared, at one moment; after its end, at its last one. All times are guest time.
///
/// Everything is counted from one moment on, in which all workers of a spawn were let go, up to one
/// instant: `cpuNanos + runDelayNanos + sleepNanos() == wallNanos`, to the ns, in the clock that the
/// kernel's scheduler counts in. CPU time, run delay and timeslices are what the kernel counted since
/// then, with the stretch that was not over at the instant: `/proc/PID/schedstat` counts from the
/// worker's birth, and adds up only when a stretch ends or a tick comes.
///
/// A CPU that the instant catches in the middle of a switch has read its clock already and will
/// account with that time: until then, what has passed since stands in the share that is about to end: one
/// round of the vCPUs' turns at most, and what a slow scheduler takes for the switch.
///
/// A worker looks at the clock and at its CPU at checkpoints in its loop, at least every 100 µs of
/// its work; gap, migrations and CPUs are what it saw there.
///
/// What is not measured is [#NOT_MEASURED]: gap and migrations of a [org.schedlab.guest.work.Custom]
/// program, and its work units unless it counts them; CPU time and what depends on it of a thread that
/// died with its process.
///
/// @param workUnits work done; each [org.schedlab.guest.work.Work] says what its unit is
/// @param cpuNanos on a CPU
/// @param wallNanos since all workers of its spawn were let go, up to the instant or to its end
/// @param offCpuNanos not on a CPU: waiting for one, sleeping, blocked
/// @param runDelayNanos runnable but waiting for a CPU
/// @param timeslices times it was put on a CPU
/// @param migrationCount how often it was on another CPU than at the checkpoint before
/// @param migrations the first 64 of them, in order of time
/// @param cpusUsed the CPUs it was on, in order of their numbers
/// @param longestGap the longest time it could not go on
/// @param wakeLatencies how long after the moment of waking it went on
/// @param refills what moves have cost it; empty of a worker without a [WorkingSet]
/// @param ending whether and how it ended
/// @param problem why it gave up, in the words of the worker or the agent; empty if it did not
public record WorkerReport(
        Worker worker,
        long workUnits,
        long cpuNanos,
        long wallNanos,
        long offCpuNanos,
        long runDelayNanos,
        long timeslices,
        long migrationCount,
        List<Migration> migrations,
        List<Integer> cpusUsed,
        Gap longestGap,
        Latencies wakeLatencies,
        Optional<Refills> refills,
        Ending ending,
        String problem) {
    /// Stands for a number that is not known; every other one is 0 or more.
    public static final long NOT_MEASURED = -1;

    public WorkerReport {
        migrations = List.copyOf(migrations);
        cpusUsed = List.copyOf(cpusUsed);
    }

    /// Whether it ended by itself or by somebody else's signal. Workers work until they are stopped,
    /// so this is a failure whatever its numbers are.
    public boolean failed() {
        return ending instanceof Ending.Exited || ending instanceof Ending.Killed;
    }

    /// How it ended, or that it is alive, in words; failures begin with `FAILED`.
    public String status() {
        String words = failed() ? "FAILED: " + ending.words() : ending.words();
        return problem.isEmpty() ? words : words + ": " + problem;
    }

    /// Neither on a CPU nor waiting for one: asleep or blocked. With CPU time and run delay it is the
    /// wall time, to the ns.
    public long sleepNanos() {
        return cpuNanos == NOT_MEASURED ? NOT_MEASURED : offCpuNanos - runDelayNanos;
    }
}
