package org.schedlab.hunt.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.AffinityChurn;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.ForkExit;
import org.schedlab.guest.work.FutexPingPong;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.Sleep;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.TimerLatency;
import org.schedlab.guest.work.Work;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.guest.work.YieldHeavy;
import org.schedlab.vm.spec.Topology;

/// What a scenario is made of, drawn at random.
///
/// Weights are of a narrow range, and what is real-time leaves most of a CPU to the others: what a fair scheduler owes
/// the lightest of them then stays far below the bounds of the invariants.
///
/// @param random decides
/// @param topology of the machine
/// @param hotplug whether CPUs may come and go
record Choices(Random random, Topology topology, boolean hotplug) {
    private static final List<Integer> GAPS_MS = List.of(0, 1, 2, 5, 10, 20, 40);
    private static final List<Integer> NICE = List.of(0, 0, 0, 0, -3, 3, 5);
    private static final List<Integer> WEIGHTS = List.of(50, 100, 200);
    private static final Policy REAL_TIME = Policy.fifo(10);

    /// What may be real-time: it leaves 70 % of its CPU.
    private static final Bursty LIGHT = new Bursty(micros(300), micros(700));

    /// Those that want all of a CPU come up as often as all others together.
    private static final List<Supplier<Work>> LOADS = List.of(
            () -> new Bursty(micros(700), micros(300)),
            () -> LIGHT,
            () -> new Bursty(micros(5000), micros(5000)),
            () -> new Sleep(micros(1000)),
            () -> new TimerLatency(micros(2000)),
            () -> new PipeIo(micros(50)),
            () -> new FutexPingPong(micros(50)),
            YieldHeavy::new,
            ForkExit::new,
            () -> new AffinityChurn(micros(500)));

    Duration gap() {
        return Duration.ofMillis(of(GAPS_MS));
    }

    List<Group> groups() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> List.of();
            case 2 -> List.of(new Group("g1", of(WEIGHTS)));
            default -> List.of(new Group("g1", of(WEIGHTS)), new Group("g2", of(WEIGHTS)));
        };
    }

    Work load() {
        return random.nextBoolean() ? new SpinWait() : of(LOADS).get();
    }

    WorkerSpec workers(String name, List<Group> groups) {
        Work work = load();
        WorkerSpec workers = WorkerSpec.of(work, work.groupSize()).named(name).nice(nice());
        if (work.equals(LIGHT) && random.nextBoolean()) {
            workers = workers.nice(0).policy(REAL_TIME);
        }
        if (random.nextInt(3) == 0) {
            workers = workers.affinity(new Affinity.Exact(cpus()));
        }
        return groups.isEmpty() || random.nextBoolean()
                ? workers
                : workers.inCgroup(of(groups).name());
    }

    /// Some CPUs, one more often than several.
    List<Integer> cpus() {
        int all = topology.cpus();
        if (random.nextBoolean()) {
            return List.of(random.nextInt(all));
        }
        List<Integer> some = IntStream.range(0, all)
                .filter(_ -> random.nextBoolean())
                .boxed()
                .toList();
        return some.isEmpty() ? IntStream.range(0, all).boxed().toList() : some;
    }

    int nice() {
        return of(NICE);
    }

    Policy policy() {
        return of(List.of(Policy.NORMAL, Policy.BATCH, REAL_TIME));
    }

    /// Whether workers that do this may be real-time.
    static boolean isLight(Work work) {
        return work.equals(LIGHT);
    }

    /// A change of what is there.
    ///
    /// @param names of workers, at least one
    Step change(List<String> names, List<Group> groups) {
        List<Supplier<Step>> kinds = new ArrayList<>(List.of(
                () -> new Step.Affinity(of(names), cpus()),
                () -> new Step.Affinity(of(names), cpus()),
                () -> new Step.Nice(of(names), nice()),
                () -> new Step.SetPolicy(of(names), policy()),
                () -> new Step.Stop(of(names)),
                () -> new Step.Spawn(workers(newName(names), groups))));
        if (!groups.isEmpty()) {
            kinds.add(() -> new Step.Move(of(names), of(groups).name()));
            kinds.add(() -> new Step.Move(of(names), of(groups).name()));
            kinds.add(() -> new Step.Weight(of(groups).name(), of(WEIGHTS)));
            kinds.add(() -> new Step.Cpuset(of(groups).name(), cpus()));
            kinds.add(() -> new Step.Freeze(of(groups).name()));
            kinds.add(() -> new Step.Unfreeze(of(groups).name()));
        }
        if (hotplug && topology.cpus() > 1) {
            kinds.add(() -> new Step.Hotplug(1 + random.nextInt(topology.cpus() - 1), random.nextInt(3) == 0));
        }
        return of(kinds).get();
    }

    private String newName(List<String> names) {
        String name = Character.toString('a' + names.size());
        if (names.contains(name)) {
            return name + "x";
        }
        return name;
    }

    <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static Duration micros(long count) {
        return Duration.ofNanos(1000 * count);
    }
}
