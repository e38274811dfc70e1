package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.TaskView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.address;
import static org.schedlab.lab.cold.ColdOps.natural;
import static org.schedlab.lab.cold.ColdOps.number;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// Bad input gets an error that says what to do, changes nothing, and the next operation works.
@Tag("machine")
class RefusalIT {
    private static VmSession vm;
    private static Workers sleeper;
    private static Workers spinners;

    @BeforeAll
    static void boot() {
        vm = VmSession.boot(BootOptions.defaults());
        vm.attach(Schedulers.vtime());
        sleeper = vm.spawn(new WorkerCount(1).sleeping());
        spinners = vm.spawn(new WorkerCount(4).spinning());
        vm.run(Duration.ofMillis(100));
    }

    @AfterAll
    static void end() {
        vm.close();
    }

    @AfterEach
    void theSessionIsUnharmed() {
        Reply reply = vm.apply(List.of(readCold("weight", task(sleeper, "scx.weight"), u32())))
                .orThrow()
                .reply("weight");
        assertThat(reply.after()).isEqualTo(100L);
    }

    @Test
    void unknownSymbol() {
        assertThat(refusal(readCold("x", symbol("jiffies_46"), u64()))).contains("jiffies_46", "jiffies_64");
    }

    @Test
    void unknownPerCpuVariable() {
        assertThat(refusal(readCold("x", perCpu("runqueue", "nr_running", 0), natural())))
                .contains("runqueue", "runqueues");
    }

    @Test
    void unknownField() {
        assertThat(refusal(readCold("x", task(sleeper, "scx.dsq_vtme"), u64())))
                .contains("dsq_vtme", "dsq_vtime", "sched_ext_entity");
    }

    @Test
    void cpuThatIsNotThere() {
        assertThat(refusal(readCold("x", perCpu("runqueues", "nr_running", 7), natural())))
                .contains("7", "0-3");
    }

    @Test
    void pidThatIsNotThere() {
        assertThat(refusal(readCold("x", task(31_999, 5, "policy"), natural()))).contains("31999");
    }

    @Test
    void pidThatWasReused() {
        int pid = sleeper.get(0).pid();
        long ticks = sleeper.get(0).startTimeTicks();
        assertThat(refusal(readCold("x", task(pid, ticks - 1, "policy"), natural())))
                .contains("start time", Long.toString(ticks), Long.toString(ticks - 1));
    }

    @Test
    void taskOnARunQueueIsNotWrittenButMayBeObserved() {
        assertThat(refusal(writeCold("x", task(spinners, "scx.dsq_vtime"), u64(1))))
                .contains("on_rq", "4");
        BatchResult seen = vm.apply(List.of(observe("x", task(spinners, "scx.dsq_vtime"), u64())));
        assertThat(seen.success()).isTrue();
    }

    @Test
    void taskOfAnotherClass() {
        // the agent runs on CPU 0, so the stopper there, which would preempt it, is at rest
        TaskView stopper = vm.tasks().stream()
                .filter(task -> task.comm().equals("migration/0"))
                .findFirst()
                .orElseThrow();
        assertThat(refusal(writeCold("x", stopper.field("prio"), number(1))))
                .contains("stop_sched_class", "ext_sched_class");
    }

    @Test
    void valueOutOfRange() {
        assertThat(refusal(writeCold("x", task(sleeper, "scx.weight"), number(5_000_000_000L))))
                .contains("5000000000", "4294967295");
        assertThatThrownBy(() -> u32(5_000_000_000L))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("4294967295");
    }

    @Test
    void widthThatIsNotTheFields() {
        assertThat(refusal(writeCold("x", task(sleeper, "scx.weight"), u64(100))))
                .contains("u32");
    }

    @Test
    void bitfieldIsCheckedToTheBit() {
        assertThat(refusal(writeCold("x", task(sleeper, "sched_reset_on_fork"), number(2))))
                .contains("1 bit");
        Reply reply = vm.apply(List.of(readCold("bit", task(sleeper, "sched_reset_on_fork"), natural())))
                .orThrow()
                .reply("bit");
        assertThat(reply.after()).isEqualTo(0L);
    }

    @Test
    void unmappedAddress() {
        assertThat(refusal(readCold("x", address(0xffff_ffff_7000_0000L), u64())))
                .contains("0xffffffff70000000");
        assertThat(refusal(readCold("x", address(0x1000), u64()))).contains("kernel");
    }

    @Test
    void aFailedBatchLeavesNothingBehind() {
        long before = vtime();
        String reason = refusal(
                writeCold("one", task(sleeper, "scx.dsq_vtime"), u64(before + 7)),
                writeCold("two", task(sleeper, "scx.weight"), number(5_000_000_000L)));
        assertThat(reason).contains("entry 2 of 2");
        assertThat(vtime()).isEqualTo(before);
    }

    private static long vtime() {
        return vm.apply(List.of(readCold("v", task(sleeper, "scx.dsq_vtime"), u64())))
                .orThrow()
                .reply("v")
                .number();
    }

    private static String refusal(ColdOp... operations) {
        BatchResult result = vm.apply(List.of(operations));
        assertThat(result.success()).isFalse();
        assertThat(result.reason()).isNotBlank();
        return result.reason();
    }
}
