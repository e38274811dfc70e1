package org.schedlab.lab.recorder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the kernel itself accounts for each task over a recording, worked out from its events by the kernel's
/// own rules and clocks, so that it can be compared to the ns.
///
/// Run time grows as `se.sum_exec_runtime` does: by `rq->clock_task` from switch to switch. Run delay and the
/// number of times a task came to a CPU grow as `sched_info` does (kernel/sched/stats.h, Linux 6.16 to 7.3): by
/// `rq->clock`, from when a task is put on a run queue, or leaves its CPU though it could run on, until it gets a
/// CPU or is taken off that queue.
///
/// A task's account is exact from the first instant at which it was seen to come to a CPU or a run queue.
public final class KernelAccounts {
    private static final long RESTORE = 0x2; // ENQUEUE_RESTORE and DEQUEUE_SAVE, kernel/sched/sched.h
    private static final long NOT_SEEN = -1;

    /// One task's.
    ///
    /// @param runNanos ns on CPUs, in ended stretches only
    /// @param runDelayNanos ns on run queues without a CPU
    /// @param arrivals how often it got a CPU
    /// @param running whether it runs when the recording ends, so that the kernel has not accounted for all of it
    public record Account(RecordedTask task, long runNanos, long runDelayNanos, long arrivals, boolean running) {}

    private final long[] run;
    private final long[] delay;
    private final long[] arrivals;
    private final long[] since;
    private final long[] queuedAt;
    private final SchedEvent.RunQueueClock[] clocks;

    private KernelAccounts(Recording recording) {
        int tasks = recording.tasks().size();
        run = new long[tasks];
        delay = new long[tasks];
        arrivals = new long[tasks];
        since = filled(tasks);
        queuedAt = filled(tasks);
        clocks = new SchedEvent.RunQueueClock[recording.interval().cpus()];
    }

    private static long[] filled(int length) {
        long[] values = new long[length];
        Arrays.fill(values, NOT_SEEN);
        return values;
    }

    /// Of every task of a recording but the idle tasks, which the kernel does not account for.
    public static List<Account> of(Recording recording) {
        KernelAccounts accounts = new KernelAccounts(recording);
        recording.forEach(accounts::take);
        List<Account> all = new ArrayList<>();
        for (RecordedTask task : recording.tasks()) {
            int at = task.number();
            if (!task.idle()) {
                all.add(new Account(
                        task,
                        accounts.run[at],
                        accounts.delay[at],
                        accounts.arrivals[at],
                        accounts.since[at] != NOT_SEEN));
            }
        }
        return all;
    }

    private void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.RunQueueClock clock -> clocks[clock.cpu()] = clock;
            case SchedEvent.Switch at -> switched(at, clocks[at.cpu()]);
            case SchedEvent.Enqueued at -> {
                if ((at.flags() & RESTORE) == 0) {
                    queue(at.task(), at.clock());
                }
            }
            case SchedEvent.Dequeued at -> {
                if ((at.flags() & RESTORE) == 0) {
                    unqueue(at.task(), at.clock());
                }
            }
            default -> {}
        }
    }

    private void switched(SchedEvent.Switch at, SchedEvent.RunQueueClock clock) {
        int prev = at.prev().number();
        int next = at.next().number();
        if (since[prev] != NOT_SEEN) {
            run[prev] += clock.clockTask() - since[prev];
        }
        since[prev] = NOT_SEEN;
        since[next] = clock.clockTask();
        if (at.state().runnable()) {
            queue(at.prev(), clock.clock());
        }
        unqueue(at.next(), clock.clock());
        arrivals[next]++;
    }

    private void queue(RecordedTask task, long clock) {
        if (queuedAt[task.number()] == NOT_SEEN) {
            queuedAt[task.number()] = clock;
        }
    }

    private void unqueue(RecordedTask task, long clock) {
        long from = queuedAt[task.number()];
        if (from != NOT_SEEN) {
            delay[task.number()] += clock - from;
        }
        queuedAt[task.number()] = NOT_SEEN;
    }
}
