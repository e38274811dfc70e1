package org.schedlab.mcp.tools;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;

import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;

/// Workers as an assistant asks for them. Stateless.
final class WorkerShapes {
    private static final Duration WORK = Duration.ofMillis(1);
    private static final Duration SLEEP = Duration.ofMillis(4);
    private static final SequencedMap<String, BiFunction<WorkerCount, Arguments, WorkerSpec>> SHAPES =
            new LinkedHashMap<>();

    static {
        SHAPES.put("spinning", (count, _) -> count.spinning());
        SHAPES.put("sleeping", (count, _) -> count.sleeping());
        SHAPES.put("bursty", (count, given) -> count.bursty(work(given), sleep(given)));
        SHAPES.put(
                "pipe", (count, given) -> count.doing(new PipeIo(given.micros("work_us", Duration.ofNanos(10_000)))));
        SHAPES.put("futex", (count, _) -> count.futexPingPong());
        SHAPES.put("timer", (count, given) -> count.timerLatency(sleep(given)));
        SHAPES.put("yielding", (count, _) -> count.yielding());
        SHAPES.put("mixed", (count, _) -> count.mixed());
        SHAPES.put("wake_chain", (count, _) -> count.wakeChain(4));
        SHAPES.put("thundering_herd", (count, given) -> count.thunderingHerd(4, sleep(given)));
        SHAPES.put("mutex", (count, given) -> count.mutexContention(4, work(given), work(given)));
        SHAPES.put("fork_exit", (count, _) -> count.forkExit());
        SHAPES.put("page_faults", (count, _) -> count.pageFaultChurn());
    }

    private WorkerShapes() {}

    static Schema schema() {
        return Schema.none()
                .text("name", "worker N is called NAME-N; 1 to 12 letters, digits or dashes")
                .whole("count", 1, 1_000, "how many; pairs for pipe and futex, groups of 4 or 5 for some others")
                .choiceIf(
                        "shape",
                        List.copyOf(SHAPES.sequencedKeySet()),
                        "what each does: spinning never gives up its CPU (without this); bursty works work_us, then"
                                + " sleeps sleep_us; timer sleeps sleep_us and measures how late it wakes; pipe and"
                                + " futex pass a token in pairs")
                .numberIf("work_us", 1, 1e7, "CPU time of a turn in µs of guest time; 1000 without this")
                .numberIf("sleep_us", 1, 1e8, "sleep of a turn in µs of guest time; 4000 without this")
                .wholeIf("nice", -20, 19, "-20 (heavy) to 19 (light); 0 without this")
                .choiceIf(
                        "policy", List.of("normal", "batch", "idle", "fifo"), "normal without this; fifo is real time")
                .wholesIf("cpus", "the only CPUs they may run on; all without this")
                .textIf("cgroup", "a cgroup that was made, which they start in");
    }

    static WorkerSpec spec(Arguments given) {
        String shape = given.textIf("shape").orElse("spinning");
        BiFunction<WorkerCount, Arguments, WorkerSpec> how = SHAPES.get(shape);
        if (how == null) {
            throw LabException.asked("there is no shape '%s' of workers".formatted(shape))
                    .available(String.join(", ", SHAPES.sequencedKeySet()))
                    .remedy("name one of these")
                    .exception();
        }
        WorkerSpec spec = how.apply(new WorkerCount(Math.toIntExact(given.whole("count"))), given)
                .named(given.text("name"))
                .nice(Math.toIntExact(given.whole("nice", 0)))
                .policy(policy(given.textIf("policy").orElse("normal")));
        Integer[] cpus = given.list("cpus").stream()
                .map(each -> ((Number) each).intValue())
                .toArray(Integer[]::new);
        WorkerSpec placed = cpus.length == 0 ? spec : spec.withCpus(cpus);
        return given.textIf("cgroup").map(placed::inCgroup).orElse(placed);
    }

    private static Policy policy(String name) {
        return switch (name) {
            case "batch" -> Policy.BATCH;
            case "idle" -> Policy.IDLE;
            case "fifo" -> Policy.fifo(1);
            default -> Policy.NORMAL;
        };
    }

    private static Duration work(Arguments given) {
        return given.micros("work_us", WORK);
    }

    private static Duration sleep(Arguments given) {
        return given.micros("sleep_us", SLEEP);
    }
}
