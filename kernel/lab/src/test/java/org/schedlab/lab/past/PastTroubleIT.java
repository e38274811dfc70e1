package org.schedlab.lab.past;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.program.Program;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.breakpoints.Breakpoint;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.breakpoints.Breakpoint.entry;
import static org.schedlab.lab.breakpoints.Breakpoint.written;
import static org.schedlab.lab.cold.ColdOps.address;
import static org.schedlab.lab.cold.ColdOps.bytes;
import static org.schedlab.lab.cold.ColdOps.sized;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.u64;

/// Questions about the past, and stops, that cannot be had: each says why, and the session is as it was.
@Tag("machine")
class PastTroubleIT {
    private static final Duration LIMIT = Duration.ofMillis(2);

    private final VmSession vm = VmSession.boot(BootOptions.defaults()
            .withKernel(TestKernels.newest().getLast())
            .withTopology("1n1l2c1t")
            .withMemory("256M"));
    private final Workers workers = vm.spawn(new WorkerCount(3).spinning());
    private String state = "";

    @BeforeEach
    void note() {
        vm.run(Duration.ofMillis(5));
        state = vm.stateHash();
    }

    @AfterEach
    void theSessionGoesOn() {
        vm.run(Duration.ofMillis(20));
        assertThat(vm.past()
                        .changes(task(workers, "se.vruntime"), Duration.ofMillis(20))
                        .count())
                .isPositive();
        vm.close();
    }

    private void refused(Target field, String... why) {
        assertThatThrownBy(() -> vm.past().whoWrote(field))
                .isInstanceOf(LabException.class)
                .hasMessageContainingAll(why);
        until(written(field), why);
        assertThat(vm.stateHash()).isEqualTo(state);
    }

    private void until(Breakpoint breakpoint, String... why) {
        assertThatThrownBy(() -> vm.breakpoints().runUntil(List.of(breakpoint), LIMIT))
                .isInstanceOf(LabException.class)
                .hasMessageContainingAll(why);
    }

    @Test
    void addressesThatAreNoRam() {
        refused(sized(address(0x10), u64()), "0x10 is not a kernel address");
        refused(sized(address(0xffff_8980_0000_0000L), u64()), "0xffff898000000000");
        refused(address(0xffff_8880_0000_8000L), "sized(target, u32())");
        assertThatThrownBy(() -> sized(symbol("jiffies"), bytes(8)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("u64()");
        // Where the type is told it can be watched.
        assertThat(vm.past()
                        .changes(sized(symbol("jiffies_64"), u64()), Duration.ofMillis(5))
                        .count())
                .isPositive();
    }

    @Test
    void conditionsOfTheWrongType() {
        until(
                written(task(workers, "__state")).equalTo(1L << 40),
                "__state cannot be compared",
                "32 bits without a sign");
        until(written(task(workers, "on_rq")).below(-1), "on_rq cannot be compared");
        until(written(task(workers, "sched_contributes_to_load")).above(0), "it is a bitfield");
        until(written(task(workers, "se")), "cannot be watched as one value");
    }

    @Test
    void aTaskThatIsNotThereYetOrNoMore() {
        refused(task(9999, 1, "se.vruntime"), "no task has pid 9999");
        Workers gone = vm.spawn(new WorkerCount(1).spinning());
        Target field = task(gone, "se.vruntime");
        gone.stop();
        state = vm.stateHash();
        refused(field, "no task has pid", "may have exited");

        // One that ends by itself while somebody waits for it: the limit comes.
        Workers dying = vm.spawn(new WorkerCount(1).bursty(Duration.ofNanos(10_000), Duration.ofMillis(1)));
        Target its = task(dying, "se.vruntime");
        vm.start(Program.of(
                Path.of("/bin/sh"),
                "-c",
                "i=0; while [ $i -lt 1000 ]; do i=$((i+1)); done; kill -9 "
                        + dying.get(0).pid()));
        assertThat(vm.breakpoints()
                        .runUntil(List.of(written(its).equalTo(1)), Duration.ofMillis(200))
                        .reached())
                .isFalse();
        assertThatThrownBy(() -> vm.past().whoWrote(its)).isInstanceOf(LabException.class);
    }

    @Test
    void functionsThatAreNone() {
        until(entry("update_curr_s"), "update_curr", "put into all its callers");
        assertThatThrownBy(() -> vm.past().calls("pick_eevdf_"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("pick_eevdf");
        assertThatThrownBy(() -> vm.past().offCpu(Duration.ZERO)).isInstanceOf(LabException.class);
    }

    /// Wherever the interrupt meets it.
    @Test
    void interruptsAtEveryStage() {
        Target field = task(workers, "se.vruntime");
        int stopped = 0;
        for (long millis : new long[] {0, 5, 20, 60, 120, 250, 400}) {
            Thread asking = Thread.currentThread();
            CompletableFuture<Void> interrupter = CompletableFuture.runAsync(
                    asking::interrupt, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
            try {
                vm.past().changes(field);
            } catch (LabException told) {
                stopped++;
                assertThat(told).hasMessageContaining("ask again");
            }
            interrupter.join();
            boolean _ = Thread.interrupted();
            assertThat(vm.stateHash()).isEqualTo(state);
        }
        assertThat(stopped).isPositive();
        assertThat(vm.past().changes(field).count()).isPositive();
        assertThat(ProcessHandle.current().children()).hasSize(1);
    }

    /// They take turns.
    @Test
    void aRewindWhileSomebodyAsks() {
        vm.checkpoint("here");
        vm.run(Duration.ofMillis(20));
        CompletableFuture<Long> asked =
                CompletableFuture.supplyAsync(() -> vm.past().profile().instructions());
        vm.rewind("here");
        assertThat(asked.join()).isPositive();
        assertThat(vm.stateHash()).isEqualTo(state);
    }

    @Test
    void whatLiesInTheMailboxIsNoMemoryOfTheKernels() {
        refused(sized(address(0xffff_8880_0000_0000L + org.schedlab.vm.spec.GuestLayout.MAILBOX_ADDRESS), u32()), "");
    }
}
