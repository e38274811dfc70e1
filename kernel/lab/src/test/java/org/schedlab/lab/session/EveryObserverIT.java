package org.schedlab.lab.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.trace.Condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.breakpoints.Breakpoint.entry;
import static org.schedlab.lab.breakpoints.Breakpoint.written;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.task;

/// Each way to look: the machine comes to the state of one that nobody looked at, 20 times each under four schedulers.
/// [ObserverIT] has some of it always. Questions about the past throw if their own
/// machine does not come to that state, too.
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "run by ./schedlab test --long")
@Tag("machine")
class EveryObserverIT {
    private static final int RUNS = 20;
    private static final Duration SPAN = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMillis(5);

    static List<String> schedulers() {
        return List.of("eevdf", "fifo", "vtime", "llc");
    }

    private static Map<String, Consumer<VmSession>> observers(Workers workers) {
        Target field = task(workers, "se.sum_exec_runtime");
        Target length = perCpu("runqueues", "nr_running", 1);
        Map<String, Consumer<VmSession>> all = new LinkedHashMap<>();
        all.put("who wrote", vm -> vm.past().whoWrote(field));
        all.put("changes", vm -> assertThat(vm.past().changes(length).count()).isPositive());
        all.put("when", vm -> vm.past().when(length, Condition.Test.ABOVE, 2));
        all.put(
                "calls",
                vm -> assertThat(vm.past().calls("try_to_wake_up").count()).isPositive());
        all.put(
                "profile",
                vm -> assertThat(vm.past().profile(SPAN).instructions()).isPositive());
        all.put("off CPU", vm -> assertThat(vm.past().offCpu(SPAN).parts()).isNotEmpty());
        all.put("stacks", vm -> assertThat(vm.stacks(vm.tasks()).stacks()).isNotEmpty());
        all.put("queues", vm -> assertThat(vm.queues().cpus().rowCount()).isEqualTo(4));
        all.put("trace", vm -> assertThat(vm.recording().interval().cpus()).isEqualTo(4));
        all.put("breakpoints", vm -> {
            for (int i = 0; i < 10; i++) {
                vm.breakpoints()
                        .runUntil(
                                List.of(entry("try_to_wake_up"), written(length).above(1)), LIMIT);
                vm.stacks(vm.tasks());
            }
        });
        all.put("a question in a turn", vm -> {
            vm.breakpoints().runUntil(List.of(written(field)), LIMIT);
            vm.past().whoWrote(field);
        });
        return all;
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void leavesTheStateAsItWas(String scheduler) {
        try (VmSession vm =
                VmSession.boot(BootOptions.defaults().withTopology("1n2l2c1t").withMemory("256M"))) {
            switch (scheduler) {
                case "fifo" -> vm.attach(Schedulers.fifo());
                case "vtime" -> vm.attach(Schedulers.vtime());
                case "llc" -> vm.attach(Schedulers.llc());
                default -> {}
            }
            Workers workers = vm.spawn(new WorkerCount(6).spinning());
            vm.spawn(new WorkerCount(4).pipeIo());
            vm.spawn(new WorkerCount(2).bursty(Duration.ofNanos(300_000), Duration.ofMillis(1)));
            vm.checkpoint("begin");
            long end = vm.instant().guestTimeNanos() + SPAN.toNanos();
            vm.run(SPAN);
            String unseen = vm.stateHash();
            observers(workers).forEach((name, observer) -> {
                for (int run = 0; run < RUNS; run++) {
                    vm.rewind("begin");
                    vm.run(SPAN.dividedBy(2));
                    observer.accept(vm);
                    vm.run(Duration.ofNanos(end - vm.instant().guestTimeNanos()));
                    assertThat(vm.stateHash())
                            .as("%s, %s, run %d", scheduler, name, run)
                            .isEqualTo(unseen);
                }
            });
        }
    }
}
