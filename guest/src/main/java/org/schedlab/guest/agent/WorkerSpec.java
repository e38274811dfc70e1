package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.schedlab.vm.LabException;

/// Workers to spawn. A record of choices; each `with…` gives a copy with one choice changed.
///
/// @param work what each of them does
/// @param count how many, from 1
/// @param policy their scheduling policy
/// @param priority real-time priority, 1 to 49 for FIFO and RR, else 0
/// @param nice -20 (heavy) to 19 (light)
/// @param cpus where they may run; empty means everywhere
/// @param name worker N is called `name-N`, which the kernel cuts to 15 characters; ASCII, not empty
public record WorkerSpec(Work work, int count, Policy policy, int priority, int nice, List<Integer> cpus, String name) {
    private static final int HIGHEST_CPU = 1023;
    private static final int NAME_BYTES = 16;
    private static final int CPU_SET_BYTES = (HIGHEST_CPU + 1) / Byte.SIZE;

    public WorkerSpec {
        cpus = List.copyOf(cpus);
        check(count >= 1, "the number of workers is " + count, "1 and more");
        check(nice >= -20 && nice <= 19, "nice is " + nice, "-20 to 19");
        check(
                policy.realTime() ? priority >= 1 && priority <= 49 : priority == 0,
                "the priority is " + priority + " with policy " + policy,
                "1 to 49 with FIFO and RR, 0 with the others");
        check(
                cpus.stream().allMatch(cpu -> cpu >= 0 && cpu <= HIGHEST_CPU),
                "the CPUs are " + cpus,
                "0 to " + HIGHEST_CPU + ", as far as the machine has them");
        check(
                name.matches("[\\x21-\\x7e]{1,15}"),
                "the name is '" + name + "'",
                "1 to 15 printable ASCII characters without spaces");
    }

    /// Workers that never give up their CPU, called `spin-N`.
    public static WorkerSpec spinning(int count) {
        return of(new Work.Spin(), count, "spin");
    }

    /// Workers that sleep, wake, and sleep again, called `sleep-N`.
    public static WorkerSpec sleeping(int count, Duration eachSleep) {
        return of(new Work.Sleep(eachSleep), count, "sleep");
    }

    /// Workers that give up their CPU at each turn, called `yield-N`.
    public static WorkerSpec yielding(int count) {
        return of(new Work.Yield(), count, "yield");
    }

    private static WorkerSpec of(Work work, int count, String name) {
        return new WorkerSpec(work, count, Policy.NORMAL, 0, 0, List.of(), name);
    }

    /// The same with another policy that is not real-time.
    public WorkerSpec withPolicy(Policy newPolicy) {
        return new WorkerSpec(work, count, newPolicy, newPolicy.realTime() ? 1 : 0, nice, cpus, name);
    }

    /// The same with FIFO or RR at a priority.
    public WorkerSpec withPolicy(Policy newPolicy, int newPriority) {
        return new WorkerSpec(work, count, newPolicy, newPriority, nice, cpus, name);
    }

    public WorkerSpec withNice(int newNice) {
        return new WorkerSpec(work, count, policy, priority, newNice, cpus, name);
    }

    public WorkerSpec withCpus(Integer... newCpus) {
        return new WorkerSpec(work, count, policy, priority, nice, List.of(newCpus), name);
    }

    public WorkerSpec withCount(int newCount) {
        return new WorkerSpec(work, newCount, policy, priority, nice, cpus, name);
    }

    public WorkerSpec withWork(Work newWork) {
        return new WorkerSpec(newWork, count, policy, priority, nice, cpus, name);
    }

    public WorkerSpec withName(String newName) {
        return new WorkerSpec(work, count, policy, priority, nice, cpus, newName);
    }

    byte[] encode() {
        byte[] comm = new byte[NAME_BYTES];
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, comm, 0, text.length);
        return Fields.ofSize(MailboxLayout.SPAWN_SIZE)
                .put(MailboxLayout.SPAWN_KIND, kind())
                .put(MailboxLayout.SPAWN_COUNT, count)
                .put(MailboxLayout.SPAWN_POLICY, policy.number())
                .put(MailboxLayout.SPAWN_PRIORITY, priority)
                .put(MailboxLayout.SPAWN_NICE, nice)
                .put(
                        MailboxLayout.SPAWN_SLEEP_NANOS,
                        work instanceof Work.Sleep sleep ? sleep.duration().toNanos() : 0)
                .put(MailboxLayout.SPAWN_COMM, comm)
                .put(MailboxLayout.SPAWN_CPUS, cpuSet(cpus))
                .toArray();
    }

    static byte[] cpuSet(List<Integer> cpus) {
        byte[] set = new byte[CPU_SET_BYTES];
        for (int cpu : cpus) {
            set[cpu / Byte.SIZE] |= (byte) (1 << cpu % Byte.SIZE);
        }
        return set;
    }

    private long kind() {
        return switch (work) {
            case Work.Spin _ -> MailboxLayout.SPAWN_KIND_SPIN;
            case Work.Sleep _ -> MailboxLayout.SPAWN_KIND_SLEEP;
            case Work.Yield _ -> MailboxLayout.SPAWN_KIND_YIELD;
        };
    }

    private static void check(boolean good, String found, String available) {
        if (!good) {
            throw LabException.asked("these workers cannot be spawned")
                    .found(found)
                    .available(available)
                    .remedy("change that one choice")
                    .exception();
        }
    }
}
