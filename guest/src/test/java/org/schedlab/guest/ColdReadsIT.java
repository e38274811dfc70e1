package org.schedlab.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.freeze.PerCpuField;
import org.schedlab.vm.freeze.ReadCold;
import org.schedlab.vm.freeze.ReadMode;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.SymbolTarget;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskField;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.freeze.Width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/// What is read from outside, against what the guest's own /proc says.
@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#releases")
@Tag("machine")
class ColdReadsIT {
    private static final Duration VERY_LONG = Duration.ofHours(1);
    private static final long FIRST_JIFFY = 0x1_0000_0000L - 300 * 250; // INITIAL_JIFFIES with HZ=250
    private static final long NANOS_PER_JIFFY = 4_000_000;

    private final String release;
    private ColdGuest guest;

    ColdReadsIT(String release) {
        this.release = release;
    }

    @BeforeEach
    void restore() throws IOException {
        guest = new ColdGuest(release);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private Object read(Target target, Width width) {
        Reply reply = guest.apply(new ReadCold("r", target, width, ReadMode.OBSERVE))
                .orThrow()
                .reply("r");
        return Objects.requireNonNull(reply.after());
    }

    private static TaskField field(Worker worker, String path) {
        return new TaskField(worker.pid(), worker.startTimeTicks(), path);
    }

    @Test
    void everyTaskIsTheOneInProc() {
        guest.ask(agent -> agent.spawn(WorkerSpec.sleeping(2, VERY_LONG).policy(Policy.roundRobin(7))));
        guest.ask(agent -> agent.spawn(WorkerSpec.sleeping(1, VERY_LONG).policy(Policy.IDLE)));
        guest.run(Duration.ofMillis(100));

        List<TaskView> tasks = guest.coordinator().tasks();

        assertThat(tasks).hasSizeGreaterThan(40);
        for (TaskView task : tasks) {
            String[] stat = guest.file("/proc/" + task.pid() + "/stat")
                    .split("\\) ", 2)[1]
                    .split("[ \n]", -1);
            assertThat(stat[22 - 3]).isEqualTo(Long.toString(task.startTimeTicks()));
            assertThat(guest.file("/proc/" + task.pid() + "/status"))
                    .containsPattern("Tgid:\\s+%d\n".formatted(task.tgid()));
            if (task.comm().startsWith("sleep-")) {
                assertThat(stat[0])
                        .isEqualTo("S")
                        .isEqualTo(Character.toString(task.state().letter()));
                assertThat(stat[39 - 3]).isEqualTo(Integer.toString(task.cpu()));
                assertThat(task.onRq()).isZero();
            }
        }
        assertThat(tasks)
                .filteredOn(task -> task.comm().startsWith("sleep-"))
                .extracting(TaskView::policy)
                .containsExactly("SCHED_RR", "SCHED_RR", "SCHED_IDLE");
        assertThat(tasks)
                .filteredOn(task -> task.pid() == 1)
                .extracting(TaskView::policy, TaskView::cpu, TaskView::schedClass)
                .containsExactly(tuple("SCHED_FIFO", 0, "rt_sched_class"));
    }

    @Test
    void aTasksFieldsAreThoseOfProcSched() {
        Worker worker = guest.ask(agent ->
                        agent.spawn(WorkerSpec.sleeping(1, Duration.ofMillis(7)).nice(-3)))
                .getFirst();
        guest.run(Duration.ofMillis(500));
        guest.ask(agent -> {
            agent.signal(worker.pid(), 19);
            return worker;
        });
        guest.run(Duration.ofMillis(20));

        String sched = guest.file("/proc/" + worker.pid() + "/sched");

        assertThat(schedLine(sched, "prio"))
                .isEqualTo(read(field(worker, "prio"), Width.s32()).toString());
        assertThat(schedLine(sched, "policy"))
                .isEqualTo(read(field(worker, "policy"), Width.u32()).toString());
        assertThat(schedLine(sched, "nr_voluntary_switches"))
                .isEqualTo(read(field(worker, "nvcsw"), Width.u64()).toString());
        assertThat(schedLine(sched, "nr_involuntary_switches"))
                .isEqualTo(read(field(worker, "nivcsw"), Width.u64()).toString());
        assertThat(schedLine(sched, "se.load.weight"))
                .isEqualTo(read(field(worker, "se.load.weight"), Width.u64()).toString());
        long runtime = (Long) read(field(worker, "se.sum_exec_runtime"), Width.u64());
        assertThat(schedLine(sched, "se.sum_exec_runtime"))
                .isEqualTo("%d.%06d".formatted(runtime / 1_000_000, runtime % 1_000_000));
        assertThat(read(field(worker, "nvcsw"), Width.natural())).isNotEqualTo(0L);
        assertThat(guest.stat(worker.pid(), 3)).isEqualTo("T");
    }

    /// From 6.17 on the lag of an entity that runs is kept nowhere: its place holds something else.
    @Test
    void aFieldInAUnionSaysWhatItIsNow() {
        boolean union = !guest.memory()
                .path("struct task_struct", "se.vlag")
                .unionWith()
                .isEmpty();
        List<Worker> runs =
                guest.ask(agent -> agent.spawn(WorkerSpec.spinning(2).withCpus(1)));
        List<Worker> sleeps = guest.ask(agent -> agent.spawn(WorkerSpec.sleeping(1, VERY_LONG)));
        guest.run(Duration.ofMillis(50));

        List<String> notes = runs.stream().map(this::noteOfLag).sorted().toList();
        assertThat(noteOfLag(sleeps.getFirst()))
                .isEqualTo(union ? "union with vprot; it is vlag now: the entity is off its queue (on_rq 0)" : "");
        if (union) {
            assertThat(notes.getFirst()).startsWith("union with vprot; it is neither now: the entity is queued");
            assertThat(notes.getLast()).isEqualTo("union with vprot; it is vprot now: the entity runs (cfs_rq->curr)");
        }
    }

    private String noteOfLag(Worker worker) {
        return guest.apply(new ReadCold("r", field(worker, "se.vlag"), Width.natural(), ReadMode.OBSERVE))
                .orThrow()
                .reply("r")
                .note();
    }

    private static String schedLine(String sched, String name) {
        return sched.lines()
                .filter(line -> line.split(":", -1)[0].strip().equals(name))
                .map(line -> line.split(":", -1)[1].strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + sched));
    }

    @Test
    void jiffiesFollowGuestTime() {
        // Idle CPUs count no ticks: jiffies stand still while all of them are.
        guest.ask(agent -> agent.spawn(WorkerSpec.spinning(1)));
        guest.run(Duration.ofMillis(20));
        long first = (Long) read(new SymbolTarget("jiffies_64"), Width.u64());
        long firstTime = guest.guestTimeNanos();
        assertThat(first - FIRST_JIFFY).isCloseTo(firstTime / NANOS_PER_JIFFY, within(125L));

        guest.run(Duration.ofSeconds(1));

        long second = (Long) read(new SymbolTarget("jiffies_64"), Width.natural());
        long elapsed = guest.guestTimeNanos() - firstTime;
        assertThat(elapsed).isCloseTo(1_000_000_000L, within(40_000L));
        assertThat(second - first).isCloseTo(elapsed / NANOS_PER_JIFFY, within(1L));
    }

    @Test
    void runningTasksAreThoseThatWereSpawned() {
        guest.ask(agent -> agent.spawn(WorkerSpec.spinning(3).withCpus(2)));
        guest.ask(agent -> agent.spawn(WorkerSpec.spinning(1).withCpus(3)));
        guest.run(Duration.ofMillis(100));

        // Beside the spinners, a thread of the kernel may be awake at that instant.
        assertThat((Long) read(new PerCpuField("runqueues", "nr_running", 2), Width.u32()))
                .isBetween(3L, 4L);
        assertThat((Long) read(new PerCpuField("runqueues", "nr_running", 3), Width.u32()))
                .isBetween(1L, 2L);
        assertThat(read(new PerCpuField("runqueues", "curr->pid", 0), Width.s32()))
                .as("nobody runs on the agent's CPU for the stop's sake")
                .isNotEqualTo(1L);
        for (int cpu = 0; cpu < 4; cpu++) {
            assertThat(read(new PerCpuField("runqueues", "cpu", cpu), Width.natural()))
                    .isEqualTo((long) cpu);
        }
        assertThat(guest.coordinator().tasks())
                .filteredOn(task -> task.comm().startsWith("spin-"))
                .allSatisfy(task -> assertThat(task.onRq()).isEqualTo(1))
                .extracting(TaskView::cpu)
                .containsExactly(2, 2, 2, 3);
    }
}
