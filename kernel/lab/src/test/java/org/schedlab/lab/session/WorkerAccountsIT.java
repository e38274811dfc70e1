package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.freeze.SchedulerClock;

import static org.assertj.core.api.Assertions.assertThat;

/// What workers' time went into: every column over one interval, read without touching the guest. The
/// oracles are the sum of the parts, work that never sleeps, and the kernel's own trace of switches
/// and wake-ups.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("machine")
class WorkerAccountsIT {
    private static final Duration SOME = Duration.ofMillis(60);
    private static final Duration ODD = Duration.ofNanos(37_123_457);
    private static final long ROUND = 4 * 20_000;
    private static final long SLOW = 2_000_000;
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final Pattern EVENT =
            Pattern.compile(" (\\d+): sched_(switch|wakeup|wakeup_new): (?:comm=.* pid=(\\d+) prio"
                    + "|prev_comm=.* prev_pid=(\\d+) prev_prio=\\d+ prev_state=(\\S+) ==> .*next_pid=(\\d+) )");

    private VmSession vm;

    @BeforeAll
    void boot() {
        vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l4c1t"));
    }

    @AfterAll
    void close() {
        vm.close();
    }

    @Test
    void lookingIsAPureRead() {
        Workers workers = vm.spawn(new WorkerCount(4).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
        vm.run(SOME);
        String hash = vm.stateHash();
        int freezes = vm.freezes().size();
        long time = vm.instant().guestTimeNanos();

        List<WorkerReport> reports = workers.report();
        assertThat(workers.table().rowCount()).isEqualTo(4);
        assertThat(workers.latencies().table().rowCount()).isEqualTo(4);
        assertThat(workers.chart()).isNotNull();

        assertThat(workers.report()).isEqualTo(reports);
        assertThat(vm.stateHash()).isEqualTo(hash);
        assertThat(vm.freezes()).hasSize(freezes);
        assertThat(vm.instant().guestTimeNanos()).isEqualTo(time);
        workers.stop();
    }

    static Stream<Arguments> kinds() {
        Duration some = Duration.ofNanos(700_000);
        return Stream.of(
                Arguments.of("spin", (Function<WorkerCount, WorkerSpec>) WorkerCount::spinning),
                Arguments.of("sleep", (Function<WorkerCount, WorkerSpec>) count -> count.sleeping(some)),
                Arguments.of("bursty", (Function<WorkerCount, WorkerSpec>) count -> count.bursty(some, some)),
                Arguments.of("pipe", (Function<WorkerCount, WorkerSpec>) WorkerCount::pipeIo),
                Arguments.of("yield", (Function<WorkerCount, WorkerSpec>) WorkerCount::yielding),
                Arguments.of("churn", (Function<WorkerCount, WorkerSpec>) WorkerCount::affinityChurn));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSharesMakeUpTheWallTime(String name, Function<WorkerCount, WorkerSpec> kind) {
        sharesOf(name, kind, ROUND);
    }

    @Test
    void alsoUnderASlowScheduler() {
        vm.checkpoint("before the slow scheduler");
        vm.attach(Schedulers.fails().with("mode", "SLOW").with("slow_ns", 100_000));
        sharesOf("spin", WorkerCount::spinning, SLOW);
        sharesOf("bursty", count -> count.bursty(Duration.ofNanos(700_000), Duration.ofNanos(700_000)), SLOW);
        vm.rewind("before the slow scheduler");
    }

    private void sharesOf(String name, Function<WorkerCount, WorkerSpec> kind, long slack) {
        for (WorkerSpec spec : List.of(
                kind.apply(new WorkerCount(8)).withCpus(1),
                kind.apply(new WorkerCount(8)).withCpus(0),
                kind.apply(new WorkerCount(12)),
                kind.apply(new WorkerCount(6)).threads())) {
            Workers first = vm.spawn(spec.named("first"));
            Workers second = vm.spawn(spec.named("second"));
            List<WorkerReport> born = reports(first, second);
            vm.run(SOME);
            List<WorkerReport> early = reports(first, second);
            vm.run(ODD);
            List<WorkerReport> late = reports(first, second);
            List<WorkerReport> ended = new ArrayList<>(first.stop());
            ended.addAll(second.stop());
            for (int i = 0; i < late.size(); i++) {
                List<WorkerReport> life = List.of(born.get(i), early.get(i), late.get(i), ended.get(i));
                life.forEach(WorkerAccountsIT::addUp);
                for (int then = 0; then < 3; then++) {
                    neverLess(life.get(then), life.get(then + 1), slack);
                }
                if (name.equals("spin") && slack == ROUND) {
                    // On the way from one run queue to another a task is on neither, for a turn of the others.
                    long onTheWay = spec.affinity() instanceof Affinity.Exact ? 0 : 4 * ROUND;
                    assertThat(late.get(i).sleepNanos())
                            .as("%s never sleeps once it runs, to the ns", late.get(i))
                            .isBetween(early.get(i).sleepNanos(), early.get(i).sleepNanos() + onTheWay);
                }
            }
            assertThat(late.getFirst().wallNanos() - early.getFirst().wallNanos())
                    .isBetween(ODD.toNanos() - 1000, ODD.toNanos() + 1_000_000);
        }
    }

    private static List<WorkerReport> reports(Workers first, Workers second) {
        List<WorkerReport> all = new ArrayList<>(first.report());
        all.addAll(second.report());
        return all;
    }

    private static void addUp(WorkerReport report) {
        assertThat(report.cpuNanos()).isNotNegative();
        assertThat(report.runDelayNanos()).isBetween(0L, report.offCpuNanos());
        assertThat(report.sleepNanos()).isNotNegative();
        assertThat(report.cpuNanos() + report.runDelayNanos() + report.sleepNanos())
                .isEqualTo(report.wallNanos());
        assertThat(report.timeslices()).isNotNegative();
    }

    /// A CPU that stands in the middle of a switch has looked at its clock already and will account for
    /// it with that time: what has passed since may go to another share. It is one round of turns, and
    /// what a slow scheduler takes for a switch.
    private static void neverLess(WorkerReport then, WorkerReport now, long slack) {
        assertThat(now.wallNanos()).isGreaterThanOrEqualTo(then.wallNanos());
        assertThat(now.cpuNanos()).as("%s%n%s", then, now).isGreaterThanOrEqualTo(then.cpuNanos() - slack);
        assertThat(now.runDelayNanos()).as("%s%n%s", then, now).isGreaterThanOrEqualTo(then.runDelayNanos() - slack);
        assertThat(now.sleepNanos()).as("%s%n%s", then, now).isGreaterThanOrEqualTo(then.sleepNanos() - slack);
        assertThat(now.timeslices()).isGreaterThanOrEqualTo(then.timeslices());
    }

    /// The tracepoints come some hundred instructions after the scheduler has looked at its clock, at the
    /// beginning of a share as at its end; with what it takes to write into ftrace's buffer some µs. Where a task
    /// that blocks makes room and one that wakes takes it, the two do not cancel out.
    @Test
    void theKernelsTraceSaysTheSame() {
        Duration burst = Duration.ofNanos(900_000);
        Workers workers = vm.spawn(new WorkerCount(3).bursty(burst, burst).withCpus(1));
        Workers hogs = vm.spawn(new WorkerCount(2).spinning().withCpus(1, 2));
        shell("cd /sys/kernel/tracing; echo 16384 > buffer_size_kb; echo x86-tsc > trace_clock;"
                + " echo sched:sched_switch sched:sched_wakeup sched:sched_wakeup_new > set_event");
        vm.run(Duration.ofMillis(20));
        List<WorkerReport> then = reports(workers, hogs);
        long begin = schedulerTime();
        vm.run(Duration.ofMillis(180));
        List<WorkerReport> now = reports(workers, hogs);
        long end = schedulerTime();
        String trace = new String(vm.readFile("/sys/kernel/tracing/trace"), StandardCharsets.UTF_8);
        shell("cd /sys/kernel/tracing; echo > set_event");

        int seen = 0;
        for (int i = 0; i < now.size(); i++) {
            int pid = now.get(i).worker().pid();
            Traced traced = new Traced(pid, begin);
            trace.lines()
                    .forEach(line -> traced.add(
                            line, end, new SchedulerClock(vm.machine().guest().memory())));
            traced.spend(end);
            long tolerance = 6_000L * traced.events + 1_000;
            seen += traced.events;
            if (traced.events == 0) {
                continue; // alone on its CPU: the trace does not know it
            }
            assertThat(traced.running)
                    .isCloseTo(now.get(i).cpuNanos() - then.get(i).cpuNanos(), by(tolerance));
            assertThat(traced.waiting)
                    .isCloseTo(now.get(i).runDelayNanos() - then.get(i).runDelayNanos(), by(tolerance));
            assertThat(traced.sleeping)
                    .isCloseTo(now.get(i).sleepNanos() - then.get(i).sleepNanos(), by(tolerance));
        }
        assertThat(seen).isGreaterThan(50);
        workers.stop();
        hogs.stop();
    }

    private static org.assertj.core.data.Offset<Long> by(long nanos) {
        return org.assertj.core.data.Offset.offset(nanos);
    }

    private long schedulerTime() {
        return new SchedulerClock(vm.machine().guest().memory())
                .ofTicks(vm.machine().guest().machine().clockNanos());
    }

    private void shell(String script) {
        vm.start(Program.of(Path.of("/bin/sh"), "-c", script)).await(LONG);
    }

    /// What one task did between two instants, by the trace.
    private static final class Traced {
        private enum Doing {
            RUNNING,
            WAITING,
            SLEEPING
        }

        private final int pid;
        private Doing doing = Doing.SLEEPING;
        private long since;
        private boolean known;
        private int events;
        private long running;
        private long waiting;
        private long sleeping;

        Traced(int pid, long begin) {
            this.pid = pid;
            this.since = begin;
        }

        void add(String line, long end, SchedulerClock clock) {
            Matcher event = EVENT.matcher(line);
            if (!event.find()) {
                return;
            }
            long at = clock.ofTicks(Long.parseLong(event.group(1)));
            String self = Integer.toString(pid);
            if (self.equals(event.group(3))) {
                next(Doing.SLEEPING, Doing.WAITING, at, end);
            } else if (self.equals(event.group(4))) {
                next(Doing.RUNNING, event.group(5).startsWith("R") ? Doing.WAITING : Doing.SLEEPING, at, end);
            } else if (self.equals(event.group(6))) {
                next(Doing.WAITING, Doing.RUNNING, at, end);
            }
        }

        private void next(Doing before, Doing after, long at, long end) {
            boolean wokenWhileAwake = known && before == Doing.SLEEPING && doing != Doing.SLEEPING;
            if (at <= since || at > end || wokenWhileAwake) {
                if (at <= since) {
                    doing = after;
                    known = true;
                }
                return;
            }
            if (!known) {
                doing = before;
                known = true;
            }
            spend(at);
            doing = after;
            events++;
        }

        void spend(long until) {
            switch (doing) {
                case RUNNING -> running += until - since;
                case WAITING -> waiting += until - since;
                case SLEEPING -> sleeping += until - since;
            }
            since = until;
        }
    }
}
