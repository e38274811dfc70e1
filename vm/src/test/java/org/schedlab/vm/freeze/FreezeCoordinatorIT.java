package org.schedlab.vm.freeze;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.vm.freeze.ReadMode.OBSERVE;
import static org.schedlab.vm.freeze.ReadMode.STRICT;

/// Batches over hand-made RAM, with the types and symbols of every kernel in the cache.
@ParameterizedClass
@MethodSource("org.schedlab.vm.image.CachedKernels#all")
@Tag("kernel")
class FreezeCoordinatorIT {
    private static final int PID = 83;
    private static final long SEED = 30L * 86_400 * 1_000_000_000;

    private final KernelImage image;

    @TempDir
    private Path folder;

    private HandMadeGuest guest;
    private FreezeCoordinator coordinator;
    private long task;

    FreezeCoordinatorIT(KernelImage image) {
        this.image = image;
    }

    @BeforeEach
    void makeGuest() throws IOException {
        guest = new HandMadeGuest(image, folder);
        task = guest.task(PID, "worker");
        coordinator = new FreezeCoordinator();
        coordinator.adopt(guest.memory(), guest);
    }

    @AfterEach
    void close() {
        coordinator.close();
        guest.close();
    }

    private static TaskField field(String path) {
        return new TaskField(PID, HandMadeGuest.EXT_TASK_TICKS, path);
    }

    private static ColdOp read(String tag, Target target, Width width) {
        return new ReadCold(tag, target, width, STRICT);
    }

    private static ColdOp write(Target target, Value value) {
        return new WriteCold("w", target, value);
    }

    private Reply one(ColdOp op) {
        return coordinator.apply(List.of(op)).replies().getFirst();
    }

    @Test
    void theSeedsBatch() {
        guest.set(task, "scx.dsq_vtime", 5);
        long rq = guest.memory().perCpuAddress("runqueues", 0);
        var running = guest.memory().perCpuPath("runqueues", "nr_running");
        guest.memory().writer(running.type()).write(rq + running.offset(), 3);
        guest.memory().space().write(guest.memory().symbolAddress("jiffies_64"), 8, 4_294_937_296L);

        BatchResult result = coordinator.apply(
                "seed",
                List.of(
                        write(field("scx.dsq_vtime"), Value.u64(SEED)),
                        read("vtime", field("scx.dsq_vtime"), Width.u64()),
                        read("nr_running", new PerCpuField("runqueues", "nr_running", 0), Width.u32()),
                        read("jiffies", new SymbolTarget("jiffies_64"), Width.u64())));

        assertThat(result.success()).as(result.reason()).isTrue();
        assertThat(result.reply("w").before()).isEqualTo(5L);
        assertThat(result.reply("w").after()).isEqualTo(SEED);
        assertThat(result.reply("vtime").after()).isEqualTo(SEED);
        assertThat(result.reply("vtime").type()).isEqualTo("u64");
        assertThat(result.reply("nr_running").after()).isEqualTo(3L);
        assertThat(result.reply("nr_running").type()).isEqualTo("unsigned int");
        assertThat(result.reply("jiffies").after()).isEqualTo(4_294_937_296L);
        assertThat(result.replies()).extracting(Reply::requestId).containsExactly(1, 2, 3, 4);
        assertThat(result.replies()).extracting(Reply::guestTimeNanos).containsOnly(HandMadeGuest.GUEST_TIME);
        assertThat(result.freeze().ops()).isEqualTo(4);
        assertThat(result.freeze().purpose()).isEqualTo("seed");
        assertThat(guest.get(task, "scx.dsq_vtime")).isEqualTo(SEED);
    }

    @Test
    void aFailingEntryUndoesTheWritesBeforeIt() {
        guest.set(task, "scx.dsq_vtime", 5);
        guest.set(task, "sched_reset_on_fork", 1);
        byte[] before = guest.taskBytes();

        BatchResult result = coordinator.apply(List.of(
                write(field("scx.dsq_vtime"), Value.u64(6)),
                write(field("scx.dsq_vtime"), Value.u64(7)),
                read("seen", field("scx.dsq_vtime"), Width.u64()),
                write(field("sched_reset_on_fork"), Value.number(0)),
                read("bad", field("scx.dsq_vtimer"), Width.u64()),
                read("late", field("pid"), Width.s32())));

        assertThat(result.success()).isFalse();
        assertThat(result.reason())
                .startsWith("entry 5 of 6: ")
                .contains("scx.dsq_vtimer", "dsq_vtime")
                .endsWith("state: 3 earlier writes were undone");
        assertThat(result.replies())
                .extracting(Reply::success)
                .containsExactly(false, false, true, false, false, false);
        assertThat(result.replies().getFirst().reason()).isEqualTo("undone, because entry 5 of 6 failed");
        assertThat(result.reply("seen").after()).isEqualTo(7L);
        assertThat(result.reply("late").reason()).isEqualTo("not tried, because entry 5 of 6 failed");
        assertThat(guest.taskBytes()).isEqualTo(before);
        assertThat(coordinator
                        .apply(List.of(read("next", field("pid"), Width.s32())))
                        .success())
                .isTrue();
    }

    @Test
    void aBitfieldIsWrittenAloneAndReadByItsOwnWidth() {
        byte[] before = guest.taskBytes();
        Reply written = one(write(field("sched_reset_on_fork"), Value.number(1)));
        assertThat(written.success()).as(written.reason()).isTrue();
        assertThat(guest.get(task, "sched_reset_on_fork")).isEqualTo(1);
        assertThat(guest.get(task, "sched_contributes_to_load")).isZero();
        byte[] after = guest.taskBytes();
        long changed = IntStream.range(0, before.length)
                .filter(i -> before[i] != after[i])
                .map(i -> Integer.bitCount((before[i] ^ after[i]) & 0xff))
                .sum();
        assertThat(changed).isEqualTo(1);
        Reply wide = one(write(field("sched_reset_on_fork"), Value.number(2)));
        assertThat(wide.reason()).contains("number(2) does not fit", "a bitfield of 1 bits, 0 to 1");
    }

    @Test
    void signedFieldsKeepTheirSign() {
        assertThat(one(write(field("prio"), Value.s32(-5))).afterText()).isEqualTo("-5");
        assertThat(one(read("r", field("prio"), Width.natural())).after()).isEqualTo(-5L);
        assertThat(one(write(field("scx.dsq_vtime"), Value.u64(-1))).afterText())
                .isEqualTo("18446744073709551615");
    }

    @Test
    void masksPointersBytesAndEnums() {
        guest.set(task, "scx.flags", 0x100);
        Reply mask = one(write(field("scx.flags"), Value.orMask(Width.u32(), 0x3)));
        assertThat(mask.success()).as(mask.reason()).isTrue();
        assertThat(mask.after()).isEqualTo(0x103L);

        Reply pointer = one(write(field("real_parent"), Value.pointer("init_task")));
        assertThat(pointer.after()).isEqualTo(guest.memory().symbolAddress("init_task"));

        byte[] name = "renamed\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(one(write(field("comm"), Value.bytes(name))).afterText()).isEqualTo("\"renamed\"");
        assertThat(one(read("r", field("comm"), Width.bytes(16))).after()).isEqualTo(name);

        var state = new PerCpuField("cpuhp_state", "state", 1);
        Reply online = one(write(state, Value.enumName("CPUHP_ONLINE")));
        assertThat(online.success()).as(online.reason()).isTrue();
        assertThat(online.afterText()).isEqualTo("CPUHP_ONLINE");
        assertThat(one(read("r", new PerCpuField("cpuhp_state", "state", 0), Width.natural()))
                        .afterText())
                .isEqualTo("CPUHP_OFFLINE");
        assertThat(one(write(state, Value.enumName("CPUHP_ONLIN"))).reason())
                .contains("'CPUHP_ONLIN' is not a value", "CPUHP_ONLINE");
    }

    @Test
    void aNumberIsReadInAnotherWidthWhereNothingIsLost() {
        guest.set(task, "scx.dsq_vtime", (1L << 31) - 1);
        for (Width width : List.of(Width.u64(), Width.s64(), Width.u32(), Width.s32())) {
            Reply same = one(read("r", field("scx.dsq_vtime"), width));
            assertThat(same.reason()).isEmpty();
            assertThat(same.number()).isEqualTo((1L << 31) - 1);
            assertThat(same.type()).isEqualTo("u64");
        }
        guest.set(task, "scx.dsq_vtime", -1);
        assertThat(one(read("r", field("scx.dsq_vtime"), Width.u64())).afterText())
                .isEqualTo("18446744073709551615");
        assertThat(one(read("r", field("scx.dsq_vtime"), Width.s64())).reason())
                .contains(
                        "scx.dsq_vtime is not s64() now",
                        "its value is 18446744073709551615, of type 'u64'",
                        "-9223372036854775808 to 9223372036854775807",
                        "use u64()");
        guest.set(task, "prio", -5);
        assertThat(one(read("r", field("prio"), Width.s64())).number()).isEqualTo(-5);
        assertThat(one(read("r", field("prio"), Width.s8())).number()).isEqualTo(-5);
        assertThat(one(read("r", field("prio"), Width.u64())).reason()).contains("its value is -5");
        guest.set(task, "prio", 200);
        assertThat(one(read("r", field("prio"), Width.u8())).number()).isEqualTo(200);
        assertThat(one(read("r", field("prio"), Width.s8())).reason()).contains("its value is 200", "-128 to 127");
    }

    private static Arguments refusal(ColdOp op, String... facts) {
        return Arguments.of(op, facts);
    }

    static Stream<Arguments> refusals() {
        var running = new PerCpuField("runqueues", "nr_running", 0);
        var stext = new SymbolTarget("_stext");
        return Stream.of(
                refusal(
                        write(running, Value.u64(1L << 40)),
                        "is not u64()",
                        "'unsigned int'",
                        "0 to 4294967295",
                        "u32()"),
                refusal(write(running, Value.u64(1)), "is not u64()", "try: use u32()"),
                refusal(write(running, Value.number(1L << 32)), "number(4294967296) does not fit", "0 to 4294967295"),
                refusal(write(running, Value.number(-1)), "number(-1) does not fit"),
                refusal(read("r", running, Width.bytes(8)), "is not bytes(8)", "use u32()"),
                refusal(read("r", field("comm"), Width.u64()), "is not u64()", "use bytes(16)"),
                refusal(write(field("comm"), Value.number(1)), "cannot be written", "char"),
                refusal(write(field("comm"), Value.bytes(new byte[4])), "is not bytes(4)", "use bytes(16)"),
                refusal(write(running, Value.pointer("init_task")), "no pointer", "u32(...)"),
                refusal(write(field("real_parent"), Value.pointer(0x1234_0000_0000_0000L)), "not canonical"),
                refusal(write(field("real_parent"), Value.pointer("init_tsk")), "init_tsk", "init_task"),
                refusal(write(running, Value.enumName("CPUHP_ONLINE")), "no enum", "give a number"),
                refusal(read("r", new PerCpuField("runqueue", "nr_running", 0), Width.u32()), "runqueue", "runqueues"),
                refusal(
                        read("r", new PerCpuField("runqueues", "nr_runing", 0), Width.u32()),
                        "nr_runing",
                        "nr_running"),
                refusal(read("r", new PerCpuField("runqueues", "nr_running", 2), Width.u32()), "CPU 2", "CPUs 0-1,3"),
                refusal(read("r", new PerCpuField("runqueues", "nr_running", -1), Width.u32()), "CPU -1", "CPUs 0-1,3"),
                refusal(read("r", new PerCpuField("runqueues", "nr_running", 4), Width.u32()), "CPU 4"),
                refusal(read("r", new SymbolTarget("jiffies_46"), Width.u64()), "jiffies_46", "jiffies_64"),
                refusal(read("r", new SymbolTarget("runqueues"), Width.u64()), "per-CPU", "perCpu(\"runqueues\""),
                refusal(read("r", new SymbolTarget("avenrun"), Width.natural()), "no type", "state a width"),
                refusal(write(stext, Value.u64(0)), "_stext cannot be written", "the kernel's code"),
                refusal(write(new SymbolTarget("linux_banner"), Value.u8(0)), "cannot be written", "read-only data"),
                refusal(
                        write(new KernelAddress(HandMadeGuest.readOnlyPage()), Value.u8(0)),
                        "cannot be written",
                        "maps read-only"),
                refusal(
                        write(new KernelAddress(HandMadeGuest.readOnlyPage()), Value.number(0)),
                        "has no type",
                        "state a width"),
                refusal(read("r", new KernelAddress(0x7fff_0000L), Width.u64()), "not a kernel address", "user space"),
                refusal(
                        read("r", new KernelAddress(0xffff_c900_0000_1000L), Width.u64()),
                        "0xffffc90000001000 is not mapped",
                        "level PT"),
                refusal(
                        read("r", new KernelAddress(0xffff_ea00_0000_0000L), Width.u64()),
                        "0xffffea0000000000 is not mapped",
                        "level PML4"),
                refusal(read("r", field("mm->pgd"), Width.u64()), "pointer number 1 is NULL"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesAndTeaches(ColdOp op, String[] facts) {
        byte[] before = guest.taskBytes();
        Reply reply = one(op);
        assertThat(reply.success()).isFalse();
        assertThat(reply.reason()).contains(facts);
        assertThat(guest.taskBytes()).isEqualTo(before);
        assertThat(one(read("r", field("pid"), Width.s32())).after()).isEqualTo((long) PID);
    }

    @Test
    void undeclaredGlobalsAndAddressesNeedAnExplicitWidth() {
        long address = guest.memory().symbolAddress("avenrun");
        assertThat(one(write(new SymbolTarget("avenrun"), Value.pointer("init_task")))
                        .after())
                .isEqualTo(guest.memory().symbolAddress("init_task"));
        assertThat(one(read("r", new KernelAddress(address), Width.u64())).after())
                .isEqualTo(guest.memory().symbolAddress("init_task"));
        assertThat(one(read("r", new KernelAddress(address), Width.bytes(3))).type())
                .isEqualTo("u8[3]");
        assertThat(one(read("r", new SymbolTarget("jiffies_64"), Width.natural()))
                        .type())
                .isEqualTo("u64");
    }

    @Test
    void observeReadsARunningTask() {
        guest.set(task, "on_rq", 1);
        assertThat(one(new ReadCold("r", field("on_rq"), Width.natural(), OBSERVE))
                        .after())
                .isEqualTo(1L);
    }

    @Test
    void everyFreezeIsRecorded() {
        coordinator.frozen("cell 3");
        coordinator.apply(List.of(read("a", field("pid"), Width.s32()), read("b", field("pid"), Width.s32())));
        coordinator.apply(List.of(read("a", field("pid"), Width.s32())));
        coordinator.thawed();
        coordinator.frozen("cell 4");
        List<FreezeRecord> freezes = coordinator.freezes();
        assertThat(freezes).extracting(FreezeRecord::number).containsExactly(1L, 2L);
        assertThat(freezes).extracting(FreezeRecord::purpose).containsExactly("cell 3", "cell 4");
        assertThat(freezes).extracting(FreezeRecord::ops).containsExactly(3, 0);
        assertThat(freezes).allSatisfy(freeze -> {
            assertThat(freeze.guestTimeNanos()).isEqualTo(HandMadeGuest.GUEST_TIME);
            assertThat(freeze.hostMicrosFrozen()).isNotNegative();
        });
    }

    @Test
    void aRunningMachineIsNotTouched() {
        guest.frozen(false);
        assertThatThrownBy(() -> coordinator.apply(List.of(read("a", field("pid"), Width.s32()))))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("The machine runs");
        assertThatThrownBy(coordinator::tasks).isInstanceOf(LabException.class);
    }
}
