package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.linux.GroupPaths;
import org.schedlab.vm.linux.GuestClock;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.symbols.Symbol;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.RecordSink;

/// A machine that is recorded: its probes, and what has to be known of its kernel to read the records.
public final class RecordedMachine implements RecordSink, Decoder.Kernel {
    private final Machine machine;
    private final KernelMemory memory;
    private final RecordStore store;
    private final RecordReader reader;
    private final HookTable hooks;
    private final GroupPaths groups;
    private final GuestClock clock;
    private final Map<Long, Integer> localQueues = new HashMap<>();
    private final Map<Long, String> functions = new HashMap<>();
    private final long fairClass;
    private List<Probe> ofOperations = List.of();
    private boolean probesChanged;

    public RecordedMachine(Machine machine, KernelMemory memory, RecordStore store, RecordReader reader) {
        this.machine = machine;
        this.memory = memory;
        this.store = store;
        this.reader = reader;
        hooks = new HookTable(memory);
        groups = new GroupPaths(memory);
        clock = new GuestClock(memory);
        fairClass = memory.symbolAddress("fair_sched_class");
        if (memory.image().hasSchedExt()) {
            long offset = memory.path("struct rq", "scx.local_dsq").offset();
            memory.possibleCpus().stream()
                    .forEach(cpu -> localQueues.put(memory.perCpuAddress("runqueues", cpu) + offset, cpu));
        }
    }

    /// Goes on where the records end, or begins if there are none from before now.
    ///
    /// @param recorded whether what there is leads to where the machine stands
    public void start(boolean recorded) {
        long now = machine.clockNanos();
        if (!recorded || !reader.goesOnAt(now)) {
            // No record will tell of a scheduler that was in charge when this machine was kept.
            reader.operationsInCharge(OpPrograms.inCharge(memory));
            reader.begin(now, Snapshot.of(memory));
        }
        stands();
        findOperations();
        install();
    }

    /// Forgets what there is and begins.
    public void startAnew() {
        reader.begin(machine.clockNanos(), Snapshot.of(memory));
        stands();
        findOperations();
        install();
    }

    /// Of a scheduler that came into charge while somebody recorded, in this machine or the one before.
    private void findOperations() {
        long operations = reader.operationsInCharge();
        ofOperations = operations == 0 ? List.of() : probes(OpPrograms.of(memory, operations));
    }

    private void install() {
        machine.observers().record(RecordPlaces.of(memory), probes(), this);
    }

    private List<Probe> probes() {
        List<Probe> all = new ArrayList<>(hooks.probes());
        all.addAll(ofOperations);
        return all;
    }

    /// Counts from now on which code is executed.
    public BlockCounter countBlocks() {
        return BlockCounter.begin(machine, memory);
    }

    /// No more records from now on.
    public void stop() {
        machine.observers().drain();
        machine.observers().recordAt(List.of());
    }

    public void drain() {
        stands();
        machine.observers().drain();
    }

    /// What the machine was given up to where it stands.
    public Journal.Point given() {
        return machine.journal().present();
    }

    public long clockNanos() {
        return machine.clockNanos();
    }

    /// The machine stands: notes what the guest's clock says.
    public void stands() {
        long now = machine.clockNanos();
        reader.stands(now, () -> clock.monotonicNanos(now));
    }

    long lost() {
        return machine.observers().recordsLost();
    }

    List<String> missing() {
        return hooks.missing();
    }

    String release() {
        return memory.image().release();
    }

    @Override
    public void take(long[] words, int count) {
        store.append(words, count);
        for (int at = 0; at < count; at += RecordRing.length(words, at)) {
            if (reader.sees(words, at)) {
                findOperations();
                probesChanged = true;
            }
        }
        reader.bound(this);
    }

    private List<Probe> probes(List<OpPrograms.Operation> operations) {
        List<Probe> found = new ArrayList<>();
        for (OpPrograms.Operation each : operations) {
            found.addAll(each.probes(reader.nameOperation(each.name()), memory));
        }
        return found;
    }

    @Override
    public Optional<List<Probe>> newProbes() {
        boolean changed = probesChanged;
        probesChanged = false;
        return changed ? Optional.of(probes()) : Optional.empty();
    }

    @Override
    public int cpus() {
        return memory.cpuCount();
    }

    @Override
    public String function(long address) {
        return functions.computeIfAbsent(
                address,
                at -> memory.image().symbols().covering(at).map(Symbol::name).orElse(""));
    }

    @Override
    public String cgroup(long group) {
        return groups.of(group);
    }

    @Override
    public int cpuOfLocalDsq(long address) {
        return localQueues.getOrDefault(address, -1);
    }

    @Override
    public String operation(int index) {
        return reader.operation(index);
    }

    @Override
    public long fairClass() {
        return fairClass;
    }
}
