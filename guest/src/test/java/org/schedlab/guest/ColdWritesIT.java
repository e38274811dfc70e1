package org.schedlab.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.KernelAddress;
import org.schedlab.vm.freeze.PerCpuField;
import org.schedlab.vm.freeze.ReadCold;
import org.schedlab.vm.freeze.ReadMode;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.SymbolTarget;
import org.schedlab.vm.freeze.TaskField;
import org.schedlab.vm.freeze.TaskState;
import org.schedlab.vm.freeze.Value;
import org.schedlab.vm.freeze.Width;
import org.schedlab.vm.freeze.WriteCold;

import static org.assertj.core.api.Assertions.assertThat;

/// Writes from outside and the task checks before them, on real kernels.
@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#releases")
@Tag("machine")
class ColdWritesIT {
    private static final Duration VERY_LONG = Duration.ofHours(1);
    private static final long SEED = 30L * 86_400 * 1_000_000_000;
    private static final int SIGKILL = 9;
    private static final int MOST_TURNS = 5_000;

    private final String release;
    private ColdGuest guest;

    ColdWritesIT(String release) {
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

    private void attachVtime() {
        guest.ask(agent -> agent.attach(Schedulers.vtime().object(), "vtime"));
    }

    private Worker sleeper(Policy policy) {
        WorkerSpec spec = WorkerSpec.sleeping(1, VERY_LONG).policy(policy);
        Worker worker = guest.ask(agent -> agent.spawn(spec)).getFirst();
        guest.run(Duration.ofMillis(200));
        return worker;
    }

    private static TaskField field(Worker worker, String path) {
        return new TaskField(worker.pid(), worker.startTimeTicks(), path);
    }

    private static ColdOp writeVtime(Worker worker) {
        return new WriteCold("w", field(worker, "scx.dsq_vtime"), Value.u64(SEED));
    }

    private static ColdOp readVtime(TaskField field, ReadMode mode) {
        return new ReadCold("r", field, Width.u64(), mode);
    }

    private static Value comm(String text) {
        return Value.bytes(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 16));
    }

    private String commInProc(Worker worker) {
        return guest.file("/proc/" + worker.pid() + "/comm").strip();
    }

    private void assertRefused(ColdOp op, int layer, String... facts) {
        BatchResult result = guest.apply(op);
        assertThat(result.success()).isFalse();
        assertThat(result.replies().getFirst().reason())
                .contains("refused by layer %d ".formatted(layer))
                .contains(facts);
    }

    @Test
    void theSeed() {
        attachVtime();
        Worker worker = sleeper(Policy.NORMAL);

        BatchResult result = guest.apply(
                writeVtime(worker),
                readVtime(field(worker, "scx.dsq_vtime"), ReadMode.STRICT),
                new ReadCold("nr_running", new PerCpuField("runqueues", "nr_running", 0), Width.u32(), ReadMode.STRICT),
                new ReadCold("jiffies", new SymbolTarget("jiffies_64"), Width.u64(), ReadMode.STRICT));

        assertThat(result.success()).as(result.reason()).isTrue();
        Reply written = result.reply("w");
        assertThat(written.before()).isNotEqualTo(SEED);
        assertThat(written.after()).isEqualTo(SEED);
        assertThat(written.note()).contains("SCHED_NORMAL, taken over by sched_ext");
        assertThat(result.reply("r").after()).isEqualTo(SEED);
        assertThat((Long) result.reply("nr_running").after()).isBetween(0L, 4L);
        assertThat((Long) result.reply("jiffies").after()).isGreaterThan(0x1_0000_0000L - 75_000);
        guest.run(Duration.ofMillis(100));
        assertThat(guest.apply(readVtime(field(worker, "scx.dsq_vtime"), ReadMode.STRICT))
                        .reply("r")
                        .after())
                .isEqualTo(SEED);
    }

    @Test
    void theGuestSeesWhatWasWritten() {
        attachVtime();
        Worker worker = sleeper(Policy.EXT);
        Reply reply = guest.apply(new WriteCold("w", field(worker, "comm"), comm("renamed")))
                .orThrow()
                .reply("w");
        assertThat(reply.beforeText()).isEqualTo("\"sleep-0\"");
        assertThat(reply.note()).contains("policy SCHED_EXT");
        assertThat(commInProc(worker)).isEqualTo("renamed");
    }

    @Test
    void aFailingEntryLeavesTheGuestAsItWas() {
        attachVtime();
        Worker worker = sleeper(Policy.NORMAL);
        BatchResult result = guest.apply(
                new WriteCold("w", field(worker, "comm"), comm("renamed")),
                new WriteCold("w", field(worker, "scx.dsq_vtime"), Value.u64(SEED)),
                new WriteCold("bad", field(worker, "scx.weight"), Value.number(1L << 40)));
        assertThat(result.success()).isFalse();
        assertThat(result.reason()).contains("entry 3 of 3", "does not fit", "2 earlier writes were undone");
        assertThat(commInProc(worker)).isEqualTo("sleep-0");
        assertThat(guest.apply(readVtime(field(worker, "scx.dsq_vtime"), ReadMode.STRICT))
                        .reply("r")
                        .after())
                .isNotEqualTo(SEED);
    }

    @Test
    void layer1AndLayer2OtherTasks() {
        attachVtime();
        Worker worker = sleeper(Policy.NORMAL);
        assertRefused(
                readVtime(new TaskField(999_999, worker.startTimeTicks(), "scx.dsq_vtime"), ReadMode.OBSERVE),
                1,
                "no task has pid 999999",
                "%d sleep-0".formatted(worker.pid()));
        assertRefused(
                readVtime(new TaskField(worker.pid(), worker.startTimeTicks() - 1, "scx.dsq_vtime"), ReadMode.OBSERVE),
                2,
                "started at tick %d".formatted(worker.startTimeTicks()),
                "reused");
    }

    @Test
    void layer3ATaskThatWasKilledAndIsNotYetWaitedFor() {
        Worker worker = guest.ask(
                        agent -> agent.spawn(WorkerSpec.sleeping(1, VERY_LONG).withCpus(2)))
                .getFirst();
        guest.run(Duration.ofMillis(20));
        guest.ask(agent -> {
            agent.signal(worker.pid(), SIGKILL);
            return worker;
        });
        // The agent hears of its end at once: the turns between are few.
        for (int turn = 0; turn < MOST_TURNS && stateOf(worker) != TaskState.ZOMBIE; turn++) {
            guest.run(Duration.ofNanos(20_000));
        }
        assertRefused(readVtime(field(worker, "scx.dsq_vtime"), ReadMode.OBSERVE), 3, "ZOMBIE", "has not exited");

        guest.run(Duration.ofMillis(20));
        assertRefused(readVtime(field(worker, "scx.dsq_vtime"), ReadMode.OBSERVE), 1, "no task has pid");
    }

    /// The kernel gives out pids from `idr_next` on: set back, it gives a dead task's pid to the next
    /// one.
    @Test
    void layer2APidThatWasReused() {
        Worker first = sleeper(Policy.NORMAL);
        guest.ask(agent -> agent.stop(List.of(first)));
        long next = guest.memory().symbolAddress("init_pid_ns")
                + guest.memory()
                        .path("struct pid_namespace", "idr.idr_next")
                        .byteOffsets()
                        .getFirst();
        guest.apply(new WriteCold("w", new KernelAddress(next), Value.u32(first.pid())))
                .orThrow();

        Worker second = sleeper(Policy.NORMAL);

        assertThat(second.pid()).isEqualTo(first.pid());
        assertRefused(readVtime(field(first, "scx.dsq_vtime"), ReadMode.OBSERVE), 2, "reused");
        assertThat(guest.apply(readVtime(field(second, "scx.dsq_vtime"), ReadMode.OBSERVE))
                        .success())
                .isTrue();
    }

    private TaskState stateOf(Worker worker) {
        return guest.coordinator().tasks().stream()
                .filter(task -> task.pid() == worker.pid())
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void layer4ATaskThatRuns() {
        attachVtime();
        Worker worker = guest.ask(agent -> agent.spawn(WorkerSpec.spinning(1).withCpus(2)))
                .getFirst();
        guest.run(Duration.ofMillis(100));
        assertRefused(writeVtime(worker), 4, "run queue of CPU 2 (on_rq 1, queued; state RUNNING)", "observe");
        assertThat(guest.apply(readVtime(field(worker, "scx.dsq_vtime"), ReadMode.OBSERVE))
                        .success())
                .isTrue();
        var agent = new Worker(1, Long.parseLong(guest.stat(1, 22)), "init");
        guest.run(Duration.ofMillis(1)); // it goes to sleep again
        assertRefused(writeVtime(agent), 6, "rt_sched_class", "task 1");
    }

    @Test
    void layer6ATaskOfAnotherClass() {
        Worker before = sleeper(Policy.NORMAL);
        assertRefused(writeVtime(before), 6, "class fair_sched_class and policy SCHED_NORMAL", "attach");
        attachVtime();
        assertRefused(writeVtime(sleeper(Policy.fifo(1))), 6, "class rt_sched_class and policy SCHED_FIFO");
        assertThat(guest.apply(writeVtime(before)).success()).isTrue();
    }
}
