package org.schedlab.lab.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.HostUse;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.Replayer;
import org.schedlab.vm.trace.Event;
import org.schedlab.vm.trace.EventRing;
import org.schedlab.vm.trace.Probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// A session goes back to its checkpoints: bit by bit, after whatever happened, and without leaving
/// anything behind.
@Tag("machine")
class RewindIT {
    private static final BootOptions FOUR_CPUS = BootOptions.defaults().withTopology("1n1l4c1t");

    @Test
    void equalCallsAfterARewindGiveEqualBits() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.attach(Schedulers.vtime());
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
            vm.run(Duration.ofMillis(20));
            SessionCheckpoint made = vm.checkpoint("warm");
            String atCheckpoint = vm.stateHash();
            assertThat(made.guestTimeNanos()).isEqualTo(vm.instant().guestTimeNanos());
            List<String> first = experiment(vm, sleeper);

            for (int again = 0; again < 3; again++) {
                assertThat(vm.rewind("warm").guestTimeNanos()).isEqualTo(made.guestTimeNanos());
                assertThat(vm.stateHash()).isEqualTo(atCheckpoint);
                assertThat(experiment(vm, sleeper)).isEqualTo(first);
            }
            assertThat(vm.freezes().stream().map(FreezeRecord::purpose))
                    .filteredOn("rewind warm"::equals)
                    .hasSize(3);
            assertThat(vm.freezes().stream().map(FreezeRecord::number)).doesNotHaveDuplicates();
            assertThat(vm.schedulerState().attached()).isTrue();
        }
    }

    private static List<String> experiment(VmSession vm, Workers sleeper) {
        List<String> hashes = new ArrayList<>();
        vm.apply(List.of(writeCold("v", task(sleeper, "scx.dsq_vtime"), u64(7))))
                .orThrow();
        Workers spinners = vm.spawn(new WorkerCount(6).spinning());
        hashes.add(vm.stateHash());
        vm.run(Duration.ofMillis(50));
        hashes.add(vm.stateHash());
        spinners.stop();
        hashes.add(vm.stateHash());
        return hashes;
    }

    @Test
    void whatDoesNotComeToStandThereIsToldAndTheMachineGoesOn() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            Workers _ = vm.spawn(new WorkerCount(3).spinning());
            assertThatThrownBy(() -> vm.machine().inTurn(guest -> {
                        long clock = guest.machine().clockNanos() + 1_000_000;
                        long place = guest.memory().symbolAddress("__switch_to");
                        Replayer.give(
                                guest.machine(), List.of(new Input.Run(clock), new Input.Instruction(clock, place, 0)));
                        return 0;
                    }))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("was to stand in the middle of a turn at");
            vm.run(Duration.ofMillis(1));
        }
    }

    @Test
    void probesStayOverARewind() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            Workers _ = vm.spawn(new WorkerCount(6).spinning());
            vm.checkpoint("busy");
            vm.run(Duration.ofMillis(20));
            String unprobed = vm.stateHash();

            vm.rewind("busy");
            Probe probe =
                    vm.machine().inTurn(guest -> Probe.log(7, guest.memory().symbolAddress("__schedule")));
            vm.machine().inTurn(guest -> {
                guest.machine().observers().put(List.of(probe), EventRing.ROOM);
                return true;
            });
            List<List<Event>> runs = new ArrayList<>();
            for (int again = 0; again < 2; again++) {
                vm.run(Duration.ofMillis(20));
                assertThat(vm.stateHash()).isEqualTo(unprobed);
                List<Event> events = vm.machine()
                        .inTurn(guest -> guest.machine().observers().events().read());
                runs.add(events);
                vm.rewind("busy");
                List<Probe> kept =
                        vm.machine().inTurn(guest -> guest.machine().observers().probes());
                assertThat(kept).containsExactly(probe);
            }
            assertThat(runs.getFirst()).isNotEmpty();
            assertThat(runs.getLast()).isEqualTo(runs.getFirst());
        }
    }

    @Test
    void aRewindUndoesAWrite() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.attach(Schedulers.vtime());
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
            vm.run(Duration.ofMillis(20));
            vm.checkpoint("before");
            long before = vtime(vm, sleeper);
            vm.apply(List.of(writeCold("v", task(sleeper, "scx.dsq_vtime"), u64(before + 12345))))
                    .orThrow();
            assertThat(vtime(vm, sleeper)).isEqualTo(before + 12345);
            vm.rewind("before");
            assertThat(vtime(vm, sleeper)).isEqualTo(before);
        }
    }

    private static long vtime(VmSession vm, Workers workers) {
        return vm.apply(List.of(readCold("v", task(workers, "scx.dsq_vtime"), u64())))
                .orThrow()
                .replies()
                .getFirst()
                .number();
    }

    @Test
    void handlesOfAnUndoneFutureAreRefused() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            Workers kept = vm.spawn(new WorkerCount(1).sleeping());
            vm.checkpoint("early");
            Workers later = vm.spawn(new WorkerCount(2).sleeping());
            vm.checkpoint("late");

            vm.rewind("early");
            assertThat(kept.report()).hasSize(1);
            for (Runnable use : List.<Runnable>of(
                    later::report, later::stop, later::table, later::list, () -> later.field("scx.dsq_vtime"))) {
                assertThatThrownBy(use::run)
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("pid " + pids(later))
                        .hasMessageContaining("belong to a future that was undone");
            }
            vm.rewind("late");
            assertThat(later.report()).hasSize(2);
        }
    }

    private static String pids(Workers workers) {
        return workers.words().replaceAll(".*pid (.*)\\)", "$1");
    }

    @Test
    void aSessionComesBackAfterAPanicAndAfterAKilledQemu() throws Exception {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.spawn(new WorkerCount(3).spinning());
            vm.run(Duration.ofMillis(10));
            vm.checkpoint("alive");
            String hash = vm.stateHash();

            assertThatThrownBy(() -> vm.machine().ask("panic", agent -> {
                        agent.sysrq('c');
                        return true;
                    }))
                    .isInstanceOf(GuestPanicException.class)
                    .hasMessageContaining("try: %rewind comes back to the last checkpoint");
            assertThatThrownBy(vm::tasks).isInstanceOf(LabException.class).hasMessageContaining("%rewind");
            CompletableFuture<BatchResult> early =
                    vm.submit(List.of(readCold("j", symbol("jiffies_64"), u64())), Duration.ofMinutes(1));
            vm.rewind("alive");
            assertThat(vm.stateHash()).isEqualTo(hash);
            assertThat(early.get(1, TimeUnit.MINUTES).success()).isTrue();

            ProcessHandle qemu =
                    ProcessHandle.of(vm.machine().guest().machine().pid()).orElseThrow();
            assertThat(qemu.destroyForcibly()).isTrue();
            assertThatThrownBy(() -> vm.run(Duration.ofSeconds(20)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("QEMU");
            vm.rewind();
            assertThat(vm.stateHash()).isEqualTo(hash);
            vm.run(Duration.ofMillis(1));
            assertThat(vm.tasks()).isNotEmpty();
        }
    }

    @Test
    void anInterruptDoesNotBreakACheckpointOrARewind() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            Thread.currentThread().interrupt();
            vm.checkpoint("here");
            assertThat(Thread.interrupted()).isTrue();
            String hash = vm.stateHash();
            vm.run(Duration.ofMillis(1));
            Thread.currentThread().interrupt();
            vm.rewind("here");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(vm.stateHash()).isEqualTo(hash);
        }
    }

    @Test
    void anUnknownNameLeavesTheSessionAsItIs() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            assertThatThrownBy(() -> vm.rewind("x"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("no checkpoint was made yet");
            assertThatThrownBy(vm::rewind)
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("none was made in this session yet");
            vm.run(Duration.ofMillis(1));
            vm.checkpoint("early");
            vm.run(Duration.ofMillis(1));
            vm.checkpoint("warm");
            String hash = vm.stateHash();
            long qemu = vm.machine().guest().machine().pid();
            assertThatThrownBy(() -> vm.rewind("5"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("'5'")
                    .hasMessageContaining("available: early, warm");
            assertThatThrownBy(() -> vm.checkpoint(" ")).isInstanceOf(LabException.class);
            assertThat(vm.machine().guest().machine().pid()).isEqualTo(qemu);
            assertThat(vm.stateHash()).isEqualTo(hash);
            assertThat(vm.checkpoints().list())
                    .allSatisfy(each -> assertThat(each.bytes()).isBetween(1_000L, 4L << 20));
            assertThat(vm.checkpoints().list().getLast().stateHash()).isEqualTo(hash);
        }
    }

    @Test
    void everyCellThatMovesTheMachineCanBeComeBackTo() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            cell(vm, 1, () -> {});
            List<String> hashes = new ArrayList<>(List.of(vm.stateHash()));
            Workers[] workers = new Workers[1];
            cell(vm, 2, () -> {
                vm.attach(Schedulers.vtime());
                workers[0] = vm.spawn(new WorkerCount(1).sleeping());
                vm.run(Duration.ofMillis(20));
            });
            hashes.add(vm.stateHash());
            assertThat(cell(vm, 3, vm::tasks)).isEmpty();
            hashes.add(vm.stateHash());
            cell(
                    vm,
                    4,
                    () -> vm.apply(List.of(writeCold("v", task(workers[0], "scx.dsq_vtime"), u64(7))))
                            .orThrow());
            hashes.add(vm.stateHash());
            cell(vm, 5, () -> vm.run(Duration.ofMillis(20)));
            hashes.add(vm.stateHash());
            assertThat(vm.checkpoints().table().intColumn("cell").asList()).containsExactly(1, 2, 4, 5);
            assertThat(vm.checkpoints().table().stringColumn("state hash").asList())
                    .containsExactly(hashes.get(0), hashes.get(1), hashes.get(3), hashes.get(4));
            SessionCheckpoint typical = vm.checkpoints().list().getLast();
            assertThat(typical.bytes())
                    .as("a tenth of the touched RAM")
                    .isLessThan(vm.machine().guest().machine().touchedBytes() / 10);

            int next = 6;
            for (int cell : List.of(3, 1, 5, 4, 2)) {
                cell(vm, next, () -> vm.rewind(Integer.toString(cell)));
                assertThat(vm.stateHash()).as("cell %d", cell).isEqualTo(hashes.get(cell - 1));
                next++;
            }
            cell(
                    vm,
                    next,
                    () -> vm.apply(List.of(writeCold("v", task(workers[0], "scx.dsq_vtime"), u64(7))))
                            .orThrow());
            cell(vm, next + 1, () -> vm.run(Duration.ofMillis(20)));
            assertThat(vm.stateHash()).isEqualTo(hashes.getLast());
            vm.rewind("8");
            assertThat(vm.stateHash()).as("cell 8 came back to cell 5").isEqualTo(hashes.getLast());
        }
    }

    private static Optional<SessionCheckpoint> cell(VmSession vm, int number, Runnable code) {
        vm.travel().enterCell(number);
        code.run();
        return vm.travel().endCell();
    }

    /// `./schedlab benchmark rewinds` does it a thousand times.
    @Test
    void manyRewindsLeaveNothingBehind() {
        int rewinds = Boolean.getBoolean("schedlab.long") ? 60 : 20;
        List<Path> folders;
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(2).spinning());
            vm.checkpoint("start");
            String hash = vm.stateHash();
            for (int warmUp = 0; warmUp < 20; warmUp++) {
                runAndRewind(vm);
            }
            HostUse before = HostUse.now();
            for (int i = 0; i < rewinds; i++) {
                runAndRewind(vm);
                assertThat(vm.stateHash()).isEqualTo(hash);
            }
            HostUse after = HostUse.now();
            assertThat(after.leftNothingBehindSince(before))
                    .as("%s, before %s", after, before)
                    .isTrue();
            assertThat(after.fileBytes() - before.fileBytes())
                    .as("the console's log may be longer")
                    .isBetween(-4096L, 4096L);
            assertThat(after.heapBytes() - before.heapBytes())
                    .as("bytes of heap that %d rewinds leave", rewinds)
                    .isLessThan(4 << 20);
            assertThat(after.residentBytes() - before.residentBytes())
                    .as("resident bytes that %d rewinds leave", rewinds)
                    .isLessThan(64 << 20);
            folders = HostUse.folders();
            assertThat(folders)
                    .as("the machine's folder and the session's")
                    .hasSize(2)
                    .allMatch(Files::isDirectory);
            assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
                    .containsExactly(vm.machine().guest().machine().pid());
        }
        assertThat(folders).noneMatch(Files::exists);
        assertThat(HostUse.folders()).isEmpty();
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static void runAndRewind(VmSession vm) {
        vm.run(Duration.ofMillis(1));
        vm.rewind("start");
    }
}
