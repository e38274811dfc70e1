package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.Mailbox;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Gap;
import org.schedlab.guest.work.Migration;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.SchedulerClock;
import org.schedlab.vm.freeze.TaskAccounts;
import org.schedlab.vm.freeze.TaskAccounts.TaskAccount;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.linux.GuestClock;
import org.schedlab.vm.memory.AddressSpace;
import org.schedlab.vm.memory.KernelMemory;

/// How workers fare, read out of the RAM of a machine that stands still, wherever it stands: what the
/// kernel counts of their tasks, and what agent and workers note in the agent's memory (`struct kept`
/// and `struct line` of `worker_memory.h`). Good for one instant; made anew for the next.
final class WorkerMemory {
    private static final int AGENT = 1;
    private static final int SIGNAL_BITS = 0x7f;
    private static final String LOST = "died with its process; its CPU time, run delay and timeslices are lost";

    private final Mailbox mailbox;
    private final boolean live;
    private final TaskList list;
    private final Map<Integer, Long> tasks;
    private final TaskAccounts accounts;
    private final SchedulerClock clock;
    private final AddressSpace space;
    private final long nowMonotonic;
    private final long now;

    /// @param ticks the time stamp counter where the machine stands; empty in a live machine, whose
    ///     clocks are others and whose time at the mailbox is some ms old: then all is as exact as that
    WorkerMemory(KernelMemory memory, Mailbox mailbox, OptionalLong ticks) {
        this.mailbox = mailbox;
        this.live = ticks.isEmpty();
        this.list = new TaskList(memory);
        this.tasks = list.byPid();
        this.accounts = new TaskAccounts(memory);
        this.clock = new SchedulerClock(memory);
        long agent = Objects.requireNonNull(tasks.get(AGENT), "a guest without process 1 has panicked");
        this.space = memory.processSpace(
                memory.reader("struct task_struct", "mm->pgd").read(agent));
        this.nowMonotonic = live ? mailbox.guestTimeNanos() : new GuestClock(memory).monotonicNanos(ticks.getAsLong());
        long seen = clock.latestSeen();
        this.now = live ? seen : Math.max(seen, clock.ofTicks(ticks.getAsLong()));
    }

    /// @throws LabException if a worker is not known
    List<WorkerReport> reports(List<Worker> workers) {
        List<WorkerReport> reports = new ArrayList<>();
        Map<Worker, Integer> places = places(workers);
        for (Worker worker : workers) {
            reports.add(report(worker, Objects.requireNonNull(places.get(worker))));
        }
        return List.copyOf(reports);
    }

    /// Right after a spawn: a worker that did not sleep at the gate, because the scheduler had not let
    /// it come so far, was running or waiting when the gate opened. What it had run or waited by then is
    /// in no account that the agent could read, but here it can be seen, and the agent is told.
    void beginAtTheGate(List<Worker> workers) {
        if (live) {
            return;
        }
        places(workers).forEach((worker, place) -> {
            Fields kept = kept(place);
            long opened = clock.ofTicks(kept.number(MailboxLayout.KEPT_OPENED_TICKS));
            Long task = task(worker);
            TaskAccount account = task == null ? null : accounts.of(task, now);
            if (account != null && account.since() < opened) {
                switch (account.doing()) {
                    case WAITING ->
                        start(
                                place,
                                MailboxLayout.ACCOUNT_RUN_DELAY_NANOS,
                                account.countedDelayNanos() + opened - account.since());
                    case RUNNING ->
                        start(
                                place,
                                MailboxLayout.ACCOUNT_CPU_NANOS,
                                account.countedNanos() + opened - account.since());
                    case AWAY, ENDED -> {}
                }
            }
        });
    }

    private void start(int place, int field, long nanos) {
        space.write(address(place) + MailboxLayout.KEPT_START + field, Long.BYTES, nanos);
    }

    private Map<Worker, Integer> places(List<Worker> workers) {
        Map<Worker, Integer> found = new HashMap<>();
        if (mailbox.workers() != 0) {
            Map<Long, Integer> byPid = new HashMap<>();
            for (int place = 0; place < MailboxLayout.KEPT_LIMIT; place++) {
                byPid.put(space.read(address(place) + MailboxLayout.KEPT_PID, Integer.BYTES), place);
            }
            for (Worker worker : workers) {
                Integer place = byPid.get((long) worker.pid());
                if (place != null && kept(place).number(MailboxLayout.KEPT_START_TICKS) == worker.startTimeTicks()) {
                    found.put(worker, place);
                }
            }
        }
        workers.stream()
                .filter(worker -> !found.containsKey(worker))
                .findFirst()
                .ifPresent(unknown -> {
                    throw LabException.asked(String.format(Locale.ROOT, "cannot report on %d workers", workers.size()))
                            .found(String.format(
                                    Locale.ROOT,
                                    "no worker has pid %d and start time %d ticks",
                                    unknown.pid(),
                                    unknown.startTimeTicks()))
                            .remedy("name workers that this machine's agent spawned")
                            .exception();
                });
        return found;
    }

    private long address(int place) {
        return mailbox.workers() + (long) place * MailboxLayout.KEPT_SIZE;
    }

    private Fields kept(int place) {
        return Fields.of(space.readBytes(address(place), MailboxLayout.KEPT_SIZE));
    }

    private Fields line(int place) {
        return Fields.of(space.readBytes(
                mailbox.workerLines() + (long) place * MailboxLayout.LINE_SIZE, MailboxLayout.LINE_SIZE));
    }

    private @Nullable Long task(Worker worker) {
        Long task = tasks.get(worker.pid());
        return task != null && list.startTimeTicks(task) == worker.startTimeTicks() ? task : null;
    }

    private WorkerReport report(Worker worker, int place) {
        Fields kept = kept(place);
        Fields line = line(place);
        Life life = life(worker, kept, line);
        long openedAt = kept.number(MailboxLayout.KEPT_OPENED_AT);
        long opened =
                live ? now - (nowMonotonic - openedAt) : clock.ofTicks(kept.number(MailboxLayout.KEPT_OPENED_TICKS));
        long wall = openedAt == 0 ? 0 : Math.max(0, life.until() - opened);
        Shares shares = Shares.of(life, kept, wall);
        boolean custom = kept.number(MailboxLayout.KEPT_COUNTER) != 0;
        long last = life.ending() instanceof Ending.Alive ? nowMonotonic : openedAt + wall;
        return new WorkerReport(
                worker,
                custom
                        ? space.readLong(kept.number(MailboxLayout.KEPT_COUNTER))
                        : line.number(MailboxLayout.LINE_WORK_UNITS),
                shares.cpu(),
                wall,
                shares.offCpu(),
                shares.delay(),
                shares.timeslices(),
                custom ? WorkerReport.NOT_MEASURED : line.number(MailboxLayout.LINE_MIGRATIONS),
                migrations(line),
                cpus(line.number(MailboxLayout.LINE_CPUS_USED)),
                custom ? new Gap(WorkerReport.NOT_MEASURED, 0, 0) : gap(line, openedAt, last),
                WorkerEncoding.latencies(line),
                WorkerEncoding.refills(line),
                life.ending(),
                life.problem());
    }

    /// A worker's account from its birth to its end or to now.
    ///
    /// @param known false if its numbers went with it
    /// @param until in the scheduler's clock
    private record Life(
            Ending ending, boolean known, long cpu, long delay, long timeslices, long until, String problem) {

        static Life of(Ending ending, Fields account, int offset, String problem) {
            return new Life(
                    ending,
                    true,
                    account.number(offset + MailboxLayout.ACCOUNT_CPU_NANOS),
                    account.number(offset + MailboxLayout.ACCOUNT_RUN_DELAY_NANOS),
                    account.number(offset + MailboxLayout.ACCOUNT_TIMESLICES),
                    account.number(offset + MailboxLayout.ACCOUNT_UNTIL),
                    problem);
        }
    }

    /// Its part of the wall time.
    private record Shares(long cpu, long offCpu, long delay, long timeslices) {

        /// The kernel's own accounts may overlap by some ns where a run queue's clock goes on within a
        /// switch; no share is more than what is left.
        static Shares of(Life life, Fields kept, long wall) {
            if (!life.known()) {
                long none = WorkerReport.NOT_MEASURED;
                return new Shares(none, none, none, none);
            }
            long cpu = within(wall, life.cpu() - start(kept, MailboxLayout.ACCOUNT_CPU_NANOS));
            return new Shares(
                    cpu,
                    wall - cpu,
                    within(wall - cpu, life.delay() - start(kept, MailboxLayout.ACCOUNT_RUN_DELAY_NANOS)),
                    life.timeslices() - start(kept, MailboxLayout.ACCOUNT_TIMESLICES));
        }

        private static long start(Fields kept, int field) {
            return kept.number(MailboxLayout.KEPT_START + field);
        }

        private static long within(long limit, long nanos) {
            return Math.clamp(nanos, 0, limit);
        }
    }

    /// What the agent noted of its end; if it has not noticed one, what RAM says of its task.
    private Life life(Worker worker, Fields kept, Fields line) {
        Ending noted = WorkerEncoding.ending(
                kept.number(MailboxLayout.KEPT_ENDING), (int) kept.number(MailboxLayout.KEPT_ENDING_CODE));
        String problem = line.text(MailboxLayout.LINE_PROBLEM, MailboxLayout.LINE_PROBLEM_SIZE);
        if (!(noted instanceof Ending.Alive)) {
            Life life = Life.of(noted, kept, MailboxLayout.KEPT_LAST, problem);
            return life.until() != 0 ? life : lost(kept, noted);
        }
        Long task = task(worker);
        if (task != null) {
            TaskAccount account = accounts.of(task, now);
            boolean ended = account.doing() == TaskAccounts.Doing.ENDED;
            return new Life(
                    ended ? ending(account.exitCode()) : noted,
                    true,
                    account.cpuNanos(),
                    account.runDelayNanos(),
                    account.timeslices(),
                    ended ? account.since() : now,
                    problem);
        }
        if (line.number32(MailboxLayout.LINE_ENDED) != 0) {
            Ending exited = new Ending.Exited(line.number32(MailboxLayout.LINE_EXIT_CODE));
            return Life.of(exited, line, MailboxLayout.LINE_LAST, problem);
        }
        Long process = tasks.get(kept.number32(MailboxLayout.KEPT_PROCESS));
        return lost(
                kept,
                process == null
                        ? new Ending.Killed(9)
                        : ending(accounts.of(process, now).exitCode()));
    }

    private Life lost(Fields kept, Ending ending) {
        long endedAt = kept.number(MailboxLayout.KEPT_ENDED_AT);
        return new Life(ending, false, 0, 0, 0, endedAt == 0 ? now : now - (nowMonotonic - endedAt), LOST);
    }

    /// Source: `wait_task_zombie` in `kernel/exit.c`, Linux 6.16 to 7.3.
    private static Ending ending(int exitCode) {
        int signal = exitCode & SIGNAL_BITS;
        return signal == 0 ? new Ending.Exited(exitCode >> 8 & 0xff) : new Ending.Killed(signal);
    }

    /// A worker that wants to run and does not has a gap that still grows. When it waits for others,
    /// only they know.
    private static Gap gap(Fields line, long openedAt, long now) {
        int place =
                MailboxLayout.LINE_GAPS + (line.number32(MailboxLayout.LINE_GAP_PLACE) & 1) * MailboxLayout.GAP_SIZE;
        long longest = line.number(place + MailboxLayout.GAP_NANOS);
        long waiting = line.number(MailboxLayout.LINE_WAITING_UNTIL);
        long seen = line.number(MailboxLayout.LINE_SEEN_AT);
        long began = waiting != 0 ? waiting : seen != 0 ? seen : openedAt;
        if (openedAt > 0 && Long.compareUnsigned(began, now) < 0 && now - began > longest) {
            boolean ran = line.number(MailboxLayout.LINE_CPUS_USED) != 0;
            return new Gap(now - began, ran ? line.number32(MailboxLayout.LINE_CPU) : 0, began);
        }
        return new Gap(
                longest, (int) line.number(place + MailboxLayout.GAP_CPU), line.number(place + MailboxLayout.GAP_AT));
    }

    private static List<Migration> migrations(Fields line) {
        long listed = Math.min(line.number(MailboxLayout.LINE_MIGRATIONS), MailboxLayout.LINE_MIGRATION_LIMIT);
        return IntStream.range(0, (int) listed)
                .mapToObj(i -> line.at(
                        MailboxLayout.LINE_MIGRATION_LIST + i * MailboxLayout.MIGRATION_SIZE,
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
