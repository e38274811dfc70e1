package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How a worker has fared, at one moment; after its end, at its last one. All times are guest time.
///
/// A worker looks at the clock and at its CPU at checkpoints in its loop, at least every 100 µs of
/// its work; gap, migrations and CPUs are what it saw there. CPU time, run delay and timeslices are
/// the kernel's, for the whole life of the worker. While it is running, the kernel knows its CPU time
/// up to the last tick, that is, up to 4 ms less than it had; while it waits for a CPU, this wait is
/// not in the run delay yet, but in the longest gap.
///
/// What is not measured is [#NOT_MEASURED]: gap and migrations of a [org.schedlab.guest.work.Custom]
/// program, and its work units unless it counts them.
///
/// @param workUnits work done; each [org.schedlab.guest.work.Work] says what its unit is
/// @param cpuNanos on a CPU: `/proc/PID/schedstat`, first number
/// @param wallNanos since all workers of its spawn were let go
/// @param offCpuNanos of the wall time, not on a CPU: waiting for one, sleeping, blocked
/// @param runDelayNanos runnable but waiting for a CPU: `/proc/PID/schedstat`, second number
/// @param timeslices times it was put on a CPU: third number
/// @param migrationCount how often it was on another CPU than at the checkpoint before
/// @param migrations the first 64 of them, in order of time
/// @param cpusUsed the CPUs it was on, in order of their numbers
/// @param longestGap the longest time it could not go on
/// @param wakeLatencies how long after the moment of waking it went on
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
        Ending ending,
        String problem) {
    /// Stands for a number that is not known; every other one is 0 or more.
    public static final long NOT_MEASURED = -1;

    private static final int PROBLEM_BYTES = MailboxLayout.REPORT_MIGRATION_LIST - MailboxLayout.REPORT_PROBLEM;

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

    static List<WorkerReport> decode(List<Worker> workers, Fields fields) {
        List<WorkerReport> reports = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            reports.add(decode(workers.get(i), fields.at(i * MailboxLayout.REPORT_SIZE, MailboxLayout.REPORT_SIZE)));
        }
        return List.copyOf(reports);
    }

    private static WorkerReport decode(Worker worker, Fields fields) {
        return new WorkerReport(
                worker,
                fields.number(MailboxLayout.REPORT_WORK_UNITS),
                fields.number(MailboxLayout.REPORT_CPU_NANOS),
                fields.number(MailboxLayout.REPORT_WALL_NANOS),
                fields.number(MailboxLayout.REPORT_OFF_CPU_NANOS),
                fields.number(MailboxLayout.REPORT_RUN_DELAY_NANOS),
                fields.number(MailboxLayout.REPORT_TIMESLICES),
                fields.number(MailboxLayout.REPORT_MIGRATIONS),
                migrations(fields),
                cpus(fields.number(MailboxLayout.REPORT_CPUS_USED)),
                new Gap(
                        fields.number(MailboxLayout.REPORT_GAP_NANOS),
                        (int) fields.number(MailboxLayout.REPORT_GAP_CPU),
                        fields.number(MailboxLayout.REPORT_GAP_AT)),
                Latencies.decode(fields),
                Ending.decode(fields.number(MailboxLayout.REPORT_ENDING), (int)
                        fields.number(MailboxLayout.REPORT_ENDING_CODE)),
                fields.text(MailboxLayout.REPORT_PROBLEM, PROBLEM_BYTES));
    }

    private static List<Migration> migrations(Fields fields) {
        long listed = Math.min(fields.number(MailboxLayout.REPORT_MIGRATIONS), MailboxLayout.REPORT_MIGRATION_LIMIT);
        return IntStream.range(0, (int) listed)
                .mapToObj(i -> fields.at(
                        MailboxLayout.REPORT_MIGRATION_LIST + i * MailboxLayout.MIGRATION_SIZE,
                        MailboxLayout.MIGRATION_SIZE))
                .map(each -> new Migration(
                        each.number(MailboxLayout.MIGRATION_AT),
                        each.number32(MailboxLayout.MIGRATION_FROM),
                        each.number32(MailboxLayout.MIGRATION_TO)))
                .toList();
    }

    private static List<Integer> cpus(long set) {
        return IntStream.range(0, Long.SIZE)
                .filter(cpu -> (set & 1L << cpu) != 0)
                .boxed()
                .toList();
    }
}
