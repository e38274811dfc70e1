package org.schedlab.vm.freeze;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.schedlab.vm.freeze.ReadMode.OBSERVE;
import static org.schedlab.vm.freeze.ReadMode.STRICT;

/// Each of the eight checks, by a task made to fail just that one, with the types of every kernel in
/// the cache.
@ParameterizedClass
@MethodSource("org.schedlab.vm.image.CachedKernels#all")
@Tag("kernel")
class TaskChecksIT {
    private static final int PID = 83;

    private final KernelImage image;

    @TempDir
    private Path folder;

    private HandMadeGuest guest;
    private FreezeCoordinator coordinator;
    private long task;

    TaskChecksIT(KernelImage image) {
        this.image = image;
    }

    @BeforeEach
    void makeGuest() throws IOException {
        guest = new HandMadeGuest(image, folder);
        guest.task(1, "agent");
        task = guest.task(PID, "worker");
        coordinator = new FreezeCoordinator();
        coordinator.adopt(guest.memory(), guest);
    }

    @AfterEach
    void close() {
        coordinator.close();
        guest.close();
    }

    private Reply read(ReadMode mode) {
        return read(PID, HandMadeGuest.EXT_TASK_TICKS, mode);
    }

    private Reply read(int pid, long ticks, ReadMode mode) {
        var op = new ReadCold("r", new TaskField(pid, ticks, "scx.dsq_vtime"), Width.u64(), mode);
        return coordinator.apply(List.of(op)).reply("r");
    }

    private void assertRefused(Reply reply, int layer, String name, String... facts) {
        assertThat(reply.success()).isFalse();
        assertThat(reply.reason())
                .contains("refused by layer %d (%s)".formatted(layer, name))
                .contains("found: ", "needed: ", "try: ")
                .contains(facts);
    }

    @Test
    void aSleepingTaskOfSchedExtPassesAll() {
        guest.set(task, "scx.dsq_vtime", 77);
        Reply reply = read(STRICT);
        assertThat(reply.success()).as(reply.reason()).isTrue();
        assertThat(reply.after()).isEqualTo(77L);
        assertThat(reply.note()).isEqualTo("layer 7: SCHED_NORMAL, taken over by sched_ext");
        guest.set(task, "policy", 7);
        assertThat(read(STRICT).note()).isEqualTo("layer 7: policy SCHED_EXT");
    }

    @Test
    void layer1NoSuchPid() {
        assertRefused(read(84, 1, OBSERVE), 1, "pid", "no task has pid 84", "83 worker", "1 agent");
        assertRefused(read(0, 1, OBSERVE), 1, "pid", "no task has pid 0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_233, 1_235, 0, 12_340_000_000L})
    void layer2ReusedPid(long ticks) {
        assertRefused(
                read(PID, ticks, OBSERVE), 2, "start time", "task 83 'worker' started at tick 1234 (12.34 s", "reused");
    }

    @Test
    void layer2CountsWholeTicksAsProcDoes() {
        guest.set(task, "start_boottime", 12_349_999_999L);
        assertThat(read(STRICT).success()).isTrue();
        guest.set(task, "start_boottime", 12_350_000_000L);
        assertRefused(read(STRICT), 2, "start time", "tick 1235");
    }

    @Test
    void layer3Dead() {
        guest.set(task, "__state", 0x80);
        guest.set(task, "exit_state", 0x20);
        assertRefused(read(OBSERVE), 3, "not dead", "ZOMBIE");
        guest.set(task, "__state", 0);
        assertRefused(read(OBSERVE), 3, "not dead", "exit_state 0x20");
    }

    @ParameterizedTest
    @CsvSource({"1, queued", "2, migrating"})
    void layer4OnARunQueue(int onRq, String name) {
        guest.set(task, "on_rq", onRq);
        guest.set(task, "__state", 0);
        guest.set(task, "thread_info.cpu", 3);
        assertRefused(
                read(STRICT), 4, "on_rq", "run queue of CPU 3 (on_rq %d, %s; state RUNNING)".formatted(onRq, name));
        assertThat(read(OBSERVE).success()).isTrue();
    }

    @Test
    void layer5OnADispatchQueue() {
        long queue = guest.task(90, "memory");
        var id = guest.memory().path("struct scx_dispatch_q", "id");
        guest.memory().writer(id.type()).write(queue + id.offset(), 0x1092);
        guest.set(task, "scx.dsq", queue);
        assertRefused(read(STRICT), 5, "not on a DSQ", "dispatch queue 0x1092");
        assertThat(read(OBSERVE).success()).isTrue();
    }

    @Test
    void layer5OnARunnableList() {
        guest.set(task, "scx.runnable_node.next", task);
        assertRefused(read(STRICT), 5, "not on a DSQ", "runnable_node.next");
    }

    @Test
    void layer6AnotherClass() {
        guest.set(task, "sched_class", guest.memory().symbolAddress("rt_sched_class"));
        guest.set(task, "policy", 1);
        assertRefused(read(STRICT), 6, "sched_class", "class rt_sched_class and policy SCHED_FIFO", "ext_sched_class");
        assertThat(read(OBSERVE).success()).isTrue();
    }

    @Test
    void layer7AnotherPolicy() {
        guest.set(task, "policy", 2);
        assertRefused(read(STRICT), 7, "policy", "policy SCHED_RR");
        assertThat(read(OBSERVE).success()).isTrue();
    }

    @Test
    void layer8NeverStarted() {
        guest.set(task, "start_boottime", 0);
        assertRefused(read(PID, 0, OBSERVE), 8, "start_boottime", "start_boottime 0");
    }

    @Test
    void theFirstCheckThatFailsIsNamed() {
        guest.set(task, "on_rq", 1);
        guest.set(task, "policy", 1);
        assertRefused(read(STRICT), 4, "on_rq", "queued");
        guest.set(task, "exit_state", 0x10);
        assertRefused(read(STRICT), 3, "not dead", "exit_state 0x10");
    }

    @Test
    void aWriteMakesAllChecks() {
        guest.set(task, "on_rq", 1);
        byte[] before = guest.taskBytes();
        var target = new TaskField(PID, HandMadeGuest.EXT_TASK_TICKS, "scx.dsq_vtime");
        Reply reply = coordinator
                .apply(List.of(new WriteCold("w", target, Value.u64(5))))
                .reply("w");
        assertRefused(reply, 4, "on_rq", "task 83");
        assertThat(guest.taskBytes()).isEqualTo(before);
    }

    @Test
    void threadsAreTasksToo() {
        long thread = guest.threadOf(task, 85, "helper");
        guest.set(thread, "scx.dsq_vtime", 99);
        assertThat(read(85, HandMadeGuest.EXT_TASK_TICKS, STRICT).after()).isEqualTo(99L);
        assertThat(coordinator.tasks())
                .extracting(TaskView::pid, TaskView::tgid, TaskView::comm, TaskView::schedClass)
                .containsExactly(
                        tuple(1, 1, "agent", "ext_sched_class"),
                        tuple(83, 83, "worker", "ext_sched_class"),
                        tuple(85, 83, "helper", "ext_sched_class"));
    }

    @Test
    void aTaskListWithoutEndIsNoHang() {
        guest.set(
                task,
                "thread_node.next",
                task + guest.memory().path("struct task_struct", "thread_node").offset());
        assertThat(read(STRICT).reason())
                .contains("the guest's task list does not end")
                .contains("try: ");
    }
}
