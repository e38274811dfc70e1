package org.schedlab.lab.past;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.AddressSpace;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.RecordSink;
import org.schedlab.vm.trace.StoreRecord;

import static org.assertj.core.api.Assertions.assertThat;

/// Watches against a machine that is stopped before each instruction of the kernel, where the fields are read in
/// its memory: whatever changes between two instructions was written by the first of them.
@Tag("machine")
class SingleStepIT {
    private static final Duration SPAN = Duration.ofNanos(300_000);
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long KERNEL_BEGINS = 0xffff_8000_0000_0000L;

    @TempDir
    private Path folder;

    /// @param field its number
    /// @param nanos the guest's clock of QEMU when the instruction began
    private record Change(int field, long nanos, int cpu, long before, long after) {}

    private record Field(long address, int bytes) {
        long read(AddressSpace space) {
            return space.read(address, bytes);
        }
    }

    private static final class Seen implements RecordSink {
        private final List<Probe> watches;
        private final List<StoreRecord> stores = new ArrayList<>();

        Seen(List<Probe> watches) {
            this.watches = watches;
        }

        @Override
        public void take(long[] words, int count) {
            for (int at = 0; at < count; at += RecordRing.length(words, at)) {
                stores.add(StoreRecord.of(words, at, watches.get((int) words[at + 1])));
            }
        }

        @Override
        public Optional<List<Probe>> newProbes() {
            return Optional.empty();
        }
    }

    @Test
    void theyFindTheSameWrites() {
        BootOptions options = BootOptions.defaults()
                .withKernel(TestKernels.newest().getLast())
                .withTopology("1n1l2c1t")
                .withMemory("256M");
        try (FreezeCoordinator coordinator = new FreezeCoordinator();
                GuestMachine guest = MachineStarts.boot(options, BootListener.SILENT, coordinator)) {
            List<Worker> pipes = guest.ask("spawn", agent -> agent.spawn(new WorkerCount(4).pipeIo()));
            guest.run("warm up", Duration.ofMillis(5), DEADLINE);
            List<Field> fields = fields(guest.memory(), coordinator.tasks(), pipes);
            Checkpoint before = guest.checkpoint("before", folder.resolve("before"));

            List<StoreRecord> stores = watched(guest, fields);
            String state = guest.machine().ramHash();
            List<Change> changes = stores.stream()
                    .filter(each -> each.before() != each.after())
                    .map(each -> new Change(each.probe(), each.nanos(), each.cpu(), each.before(), each.after()))
                    .toList();

            try (GuestMachine other = MachineStarts.beside(guest, before, new FreezeCoordinator())) {
                assertThat(stepped(other, fields)).isEqualTo(changes);
                assertThat(other.machine().ramHash()).isEqualTo(state);
            }
            assertThat(changes).hasSizeGreaterThan(50);
            assertThat(changes.stream().map(Change::field).distinct()).hasSizeGreaterThan(fields.size() / 2);
        }
    }

    /// Of each CPU's run queue and each worker.
    private static List<Field> fields(KernelMemory memory, List<TaskView> tasks, List<Worker> workers) {
        List<Field> fields = new ArrayList<>();
        for (int cpu = 0; cpu < memory.cpuCount(); cpu++) {
            long rq = memory.perCpuAddress("runqueues", cpu);
            for (String each : List.of("nr_running", "clock", "curr", "cfs.nr_queued")) {
                var path = memory.path("struct rq", each);
                fields.add(new Field(rq + path.offset(), path.type().byteSize()));
            }
        }
        for (TaskView task : tasks) {
            if (workers.stream().anyMatch(worker -> worker.pid() == task.pid())) {
                for (String each : List.of("se.vruntime", "se.sum_exec_runtime", "__state", "on_rq")) {
                    var path = memory.path("struct task_struct", each);
                    fields.add(new Field(
                            task.address() + path.offset(), path.type().byteSize()));
                }
            }
        }
        return fields;
    }

    private static List<StoreRecord> watched(GuestMachine guest, List<Field> fields) {
        List<Probe> watches = new ArrayList<>();
        for (Field each : fields) {
            watches.add(Probe.watch(watches.size(), each.address(), each.bytes(), List.of()));
        }
        Seen seen = new Seen(watches);
        guest.machine().observers().record(RecordPlaces.of(guest.memory()), watches, seen);
        guest.run("watch", SPAN, DEADLINE);
        guest.machine().observers().drain();
        return seen.stores;
    }

    private static List<Change> stepped(GuestMachine guest, List<Field> fields) {
        Machine machine = guest.machine();
        AddressSpace space = guest.memory().space();
        List<Probe> everywhere =
                List.of(Probe.stand(0, KERNEL_BEGINS, List.of()).upTo(-1));
        long until = machine.askedNanos() + SPAN.toNanos();
        List<Long> values = fields.stream().map(each -> each.read(space)).toList();
        TreeMap<Long, List<Change>> changes = new TreeMap<>();
        long began = 0;
        int cpu = -1;
        boolean goesOn = true;
        while (goesOn) {
            Stop.Standing stop =
                    machine.runTo(everywhere, Duration.ofNanos(Math.max(1, until - machine.askedNanos())), DEADLINE);
            List<Long> now = fields.stream().map(each -> each.read(space)).toList();
            for (int field = 0; field < fields.size() && !now.equals(values); field++) {
                if (!now.get(field).equals(values.get(field))) {
                    changes.computeIfAbsent(began, _ -> new ArrayList<>())
                            .add(new Change(field, began, cpu, values.get(field), now.get(field)));
                }
            }
            values = now;
            goesOn = stop instanceof Stop.InTurn;
            if (stop instanceof Stop.InTurn at) {
                began = machine.clockNanos();
                cpu = at.cpu();
            }
        }
        return changes.values().stream().flatMap(List::stream).toList();
    }
}
