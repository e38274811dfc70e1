package org.schedlab.guest.work;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.vm.LabException;

/// Workers to spawn. A record of choices; each method that takes one gives a copy with that choice
/// changed, so they can be chained: `WorkerSpec.of(new SpinWait(), 2).nice(5).named("hog")`.
///
/// @param work what each of them does
/// @param count how many, a multiple of the work's group size
/// @param policy their scheduling policy
/// @param nice -20 (heavy) to 19 (light)
/// @param affinity where they may run
/// @param name worker N is called `name-N`, which the kernel cuts to 15 characters; ASCII, not empty
/// @param cloneMode processes, or threads of one process
/// @param cgroup the cgroup they are put into before they start, as a path below `/sys/fs/cgroup`;
///     empty for its root
/// @param seed of what they draw at random
/// @param workingSet what each has to bring over when it moves; empty: moves cost nothing
public record WorkerSpec(
        Work work,
        int count,
        Policy policy,
        int nice,
        Affinity affinity,
        String name,
        CloneMode cloneMode,
        String cgroup,
        long seed,
        Optional<WorkingSet> workingSet) {
    private static final int CGROUP_BYTES = 255;

    public WorkerSpec {
        check(count >= 1, "the number of workers is " + count, "1 and more");
        check(nice >= -20 && nice <= 19, "nice is " + nice, "-20 to 19");
        check(
                name.matches("[\\x21-\\x7e]{1,15}"),
                "the name is '" + name + "'",
                "1 to 15 printable ASCII characters without spaces");
        check(
                !cgroup.startsWith("/")
                        && List.of(cgroup.split("/", -1)).stream().noneMatch(".."::equals)
                        && cgroup.length() <= CGROUP_BYTES,
                "the cgroup is '" + cgroup + "'",
                "a path below /sys/fs/cgroup without '/' in front and without '..', such as a/b");
        check(
                !((work instanceof PriorityInversion || work instanceof RtStarvation) && policy.realTime()),
                work.label() + " has real-time workers of its own, and the policy of the others is " + policy,
                "policies that are not real-time");
        check(
                !(work instanceof CgroupChurn && cloneMode == CloneMode.THREAD),
                "CgroupChurn was asked of threads, but a move takes the whole process along",
                "CloneMode.FORK");
        check(
                !(work instanceof Custom && cloneMode == CloneMode.THREAD),
                "a program of its own was asked of threads",
                "CloneMode.FORK");
        check(
                !(work instanceof Custom && workingSet.isPresent()),
                "a program of its own has a working set, and does not look where it runs",
                "the other kinds of work");
    }

    /// Workers with the default choices: policy Normal, nice 0, affinity Inherit, named after their
    /// work, each a process, in the root cgroup, seed 1, without a
    /// working set.
    public static WorkerSpec of(Work work, int count) {
        return new WorkerSpec(
                        work,
                        count,
                        Policy.NORMAL,
                        0,
                        new Affinity.Inherit(),
                        work.comm(),
                        CloneMode.FORK,
                        "",
                        1,
                        Optional.empty())
                .inWholeGroups();
    }

    /// Workers that never give up their CPU, called `spin-N`.
    public static WorkerSpec spinning(int count) {
        return of(new SpinWait(), count);
    }

    /// Workers that sleep, wake, and sleep again, called `sleep-N`.
    public static WorkerSpec sleeping(int count, Duration eachSleep) {
        return of(new Sleep(eachSleep), count);
    }

    /// Workers that give up their CPU at each turn, called `yield-N`.
    public static WorkerSpec yielding(int count) {
        return of(new YieldHeavy(), count);
    }

    /// The same with another policy.
    public WorkerSpec policy(Policy newPolicy) {
        return new WorkerSpec(work, count, newPolicy, nice, affinity, name, cloneMode, cgroup, seed, workingSet);
    }

    /// The same with another nice value, -20 to 19.
    public WorkerSpec nice(int newNice) {
        return new WorkerSpec(work, count, policy, newNice, affinity, name, cloneMode, cgroup, seed, workingSet);
    }

    /// The same on these CPUs only.
    public WorkerSpec withCpus(Integer... cpus) {
        return affinity(new Affinity.Exact(List.of(cpus)));
    }

    /// The same on the CPUs that this affinity chooses.
    public WorkerSpec affinity(Affinity newAffinity) {
        return new WorkerSpec(work, count, policy, nice, newAffinity, name, cloneMode, cgroup, seed, workingSet);
    }

    /// The same, but more or fewer.
    ///
    /// @param newCount a multiple of the work's group size
    public WorkerSpec withCount(int newCount) {
        return new WorkerSpec(work, newCount, policy, nice, affinity, name, cloneMode, cgroup, seed, workingSet)
                .inWholeGroups();
    }

    /// The same with other work for another number of workers.
    ///
    /// @param newCount a multiple of the new work's group size
    public WorkerSpec withWork(Work newWork, int newCount) {
        return new WorkerSpec(newWork, newCount, policy, nice, affinity, name, cloneMode, cgroup, seed, workingSet)
                .inWholeGroups();
    }

    /// The same under another name: each worker's comm is this, a dash, and its number.
    public WorkerSpec named(String newName) {
        return new WorkerSpec(work, count, policy, nice, affinity, newName, cloneMode, cgroup, seed, workingSet);
    }

    /// The same with another seed of what is chosen at random: CPUs, phases, churn.
    public WorkerSpec withSeed(long newSeed) {
        return new WorkerSpec(work, count, policy, nice, affinity, name, cloneMode, cgroup, newSeed, workingSet);
    }

    /// The same, put into a cgroup that is there when they are spawned.
    ///
    /// @param path below `/sys/fs/cgroup`, for example `a/b`
    public WorkerSpec inCgroup(String path) {
        return new WorkerSpec(work, count, policy, nice, affinity, name, cloneMode, path, seed, workingSet);
    }

    /// The same as threads of one process.
    public WorkerSpec threads() {
        return new WorkerSpec(work, count, policy, nice, affinity, name, CloneMode.THREAD, cgroup, seed, workingSet);
    }

    /// The same, where each has so much in the caches of its CPU and works to bring it over when it moves: see
    /// [WorkingSet] and [MoveCost#TYPICAL].
    ///
    /// @param kib KiB, from 1
    public WorkerSpec workingSet(int kib) {
        return workingSet(kib, MoveCost.TYPICAL);
    }

    /// The same with other costs.
    public WorkerSpec workingSet(int kib, MoveCost cost) {
        return new WorkerSpec(
                work,
                count,
                policy,
                nice,
                affinity,
                name,
                cloneMode,
                cgroup,
                seed,
                Optional.of(new WorkingSet(kib, cost)));
    }

    /// This, if its workers make whole groups.
    ///
    /// @throws LabException if they do not
    public WorkerSpec inWholeGroups() {
        check(
                count % work.groupSize() == 0,
                String.format(Locale.ROOT, "%d workers do not make whole groups of %s", count, work.label()),
                String.format(
                        Locale.ROOT,
                        "multiples of %d, such as %d",
                        work.groupSize(),
                        (count / work.groupSize() + 1) * work.groupSize()));
        return this;
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
