package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import org.schedlab.guest.work.Worker;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.breakpoints.Breakpoint;
import org.schedlab.lab.cold.ColdOps;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.trace.Condition;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.RecordSink;

/// Measures what watches cost: the same half second of the guest, with 4 busy vCPUs and a pair that talks
/// over pipes, without a watch, with one, with a thousand, and with one whose condition is never true, in
/// turns. All must end in equal bits. Then, how long the question takes who wrote a field over the last
/// second, and what a stop at an event costs.
record WatchBenchmark(PrintStream out) {
    private static final int RUNS = 5;
    private static final int STOPS = 500;
    private static final Duration WARM_UP = Duration.ofMillis(200);
    private static final Duration MEASURED = Duration.ofMillis(500);
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final BootOptions OPTIONS = BootOptions.defaults().withTopology("1n1l4c1t");

    private enum Way {
        NONE,
        ONE,
        THOUSAND,
        NEVER
    }

    private record Run(double seconds, long records, long tried, String state) {}

    void run() {
        List<List<Run>> runs = new ArrayList<>();
        for (Way _ : Way.values()) {
            runs.add(new ArrayList<>());
        }
        for (int round = 0; round < RUNS; round++) {
            int number = 0;
            for (Way way : Way.values()) {
                runs.get(number++).add(once(way));
            }
        }
        String state = runs.getFirst().getFirst().state();
        if (!runs.stream().flatMap(List::stream).allMatch(run -> run.state().equals(state))) {
            throw new IllegalStateException("equal runs ended in other bits: " + runs);
        }
        double plain = Middle.of(runs.getFirst(), Run::seconds).median();
        int number = 0;
        for (Way way : Way.values()) {
            List<Run> its = runs.get(number++);
            out.printf(
                    Locale.ROOT,
                    "watches %s, host s for %d guest ms: %s, %.2f times; %d records, %d conditions looked at%n",
                    way,
                    MEASURED.toMillis(),
                    Middle.of(its, Run::seconds),
                    Middle.of(its, Run::seconds).median() / plain,
                    its.getFirst().records(),
                    its.getFirst().tried());
        }
        question();
        stops();
    }

    /// The same stretch of guest time with a stop at each of many events in it, and without, in turns.
    private void stops() {
        Breakpoint event = Breakpoint.entry("enqueue_task_fair");
        List<Double> each = new ArrayList<>();
        try (VmSession vm = VmSession.boot(OPTIONS)) {
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.run(WARM_UP);
            vm.checkpoint("before");
            for (int round = 0; round < RUNS; round++) {
                vm.rewind("before");
                long began = vm.instant().guestTimeNanos();
                long start = System.nanoTime();
                for (int stop = 0; stop < STOPS; stop++) {
                    if (!vm.breakpoints().runUntil(List.of(event), MEASURED).reached()) {
                        throw new IllegalStateException("nobody was enqueued");
                    }
                }
                double stopped = (System.nanoTime() - start) / 1e3;
                vm.run(Duration.ofNanos(1));
                Duration passed = Duration.ofNanos(vm.instant().guestTimeNanos() - began);
                String state = vm.stateHash();
                vm.rewind("before");
                start = System.nanoTime();
                vm.run(passed);
                each.add((stopped - (System.nanoTime() - start) / 1e3) / STOPS);
                if (!vm.stateHash().equals(state)) {
                    throw new IllegalStateException("stops changed the run");
                }
            }
        }
        out.printf(
                Locale.ROOT,
                "a stop at %s, host us beyond the run: %s, %d stops each%n",
                event.text(),
                Middle.of(each, Double::doubleValue),
                STOPS);
    }

    private static Run once(Way way) {
        try (FreezeCoordinator coordinator = new FreezeCoordinator();
                GuestMachine guest = MachineStarts.boot(OPTIONS, BootListener.SILENT, coordinator)) {
            List<Worker> workers =
                    new ArrayList<>(guest.ask("spawn", agent -> agent.spawn(new WorkerCount(4).spinning())));
            workers.addAll(guest.ask("spawn", agent -> agent.spawn(new WorkerCount(2).pipeIo())));
            guest.run("warm up", WARM_UP, DEADLINE);
            List<TaskView> tasks = coordinator.tasks();
            List<Long> addresses = workers.stream()
                    .map(worker -> tasks.stream()
                            .filter(task -> task.pid() == worker.pid())
                            .findFirst()
                            .orElseThrow()
                            .address())
                    .toList();
            long entity = guest.memory().path("struct task_struct", "se").offset();
            long hot = guest.memory()
                    .path("struct task_struct", "se.sum_exec_runtime")
                    .offset();
            Counter counter = new Counter();
            guest.machine()
                    .observers()
                    .record(RecordPlaces.of(guest.memory()), probes(way, addresses, entity, hot), counter);
            long start = System.nanoTime();
            guest.run("measure", MEASURED, DEADLINE);
            double seconds = (System.nanoTime() - start) / 1e9;
            guest.machine().observers().drain();
            return new Run(
                    seconds,
                    counter.records,
                    guest.machine().observers().conditionsTried(),
                    guest.machine().ramHash());
        }
    }

    private static List<Probe> probes(Way way, List<Long> tasks, long entity, long hot) {
        Probe one = Probe.watch(0, tasks.getFirst() + hot, Long.BYTES, List.of());
        return switch (way) {
            case NONE -> List.of();
            case ONE -> List.of(one);
            case NEVER -> List.of(one.when(new Condition(Condition.Test.EQUAL, 1, 0)));
            case THOUSAND ->
                IntStream.range(0, 1000)
                        .mapToObj(id -> Probe.watch(
                                id,
                                tasks.get(id % tasks.size()) + entity + (long) Long.BYTES * (id / tasks.size()),
                                Long.BYTES,
                                List.of()))
                        .toList();
        };
    }

    private void question() {
        try (VmSession vm = VmSession.boot(OPTIONS)) {
            Workers workers = vm.spawn(new WorkerCount(4).spinning());
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.checkpoint("before");
            long start = System.nanoTime();
            vm.run(Duration.ofSeconds(1));
            double ran = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            long count = vm.past()
                    .changes(ColdOps.task(workers, "se.sum_exec_runtime"), Duration.ofMillis(990))
                    .count();
            double asked = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            vm.past().changes(ColdOps.task(workers, "se.sum_exec_runtime"), Duration.ofMillis(990));
            out.printf(
                    Locale.ROOT,
                    "one guest second: ran in %.2f s; who wrote a field over it, %d writes with stacks: %.2f s, asked again %.3f s%n",
                    ran,
                    count,
                    asked,
                    (System.nanoTime() - start) / 1e9);
            start = System.nanoTime();
            int tasks = vm.stacks(vm.tasks()).stacks().size();
            double first = (System.nanoTime() - start) / 1e6;
            start = System.nanoTime();
            vm.stacks(vm.tasks());
            out.printf(
                    Locale.ROOT,
                    "stacks of %d tasks: %.1f ms the first time, %.1f ms the second%n",
                    tasks,
                    first,
                    (System.nanoTime() - start) / 1e6);
        }
    }

    private static final class Counter implements RecordSink {
        private long records;

        @Override
        public void take(long[] words, int count) {
            for (int at = 0; at < count; at += RecordRing.length(words, at)) {
                records++;
            }
        }

        @Override
        public Optional<List<Probe>> newProbes() {
            return Optional.empty();
        }
    }
}
