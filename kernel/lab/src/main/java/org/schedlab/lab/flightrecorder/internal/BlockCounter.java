package org.schedlab.lab.flightrecorder.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.schedlab.lab.recorder.ExecutedCode;
import org.schedlab.vm.linux.BpfCode;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.symbols.Symbol;
import org.schedlab.vm.trace.EventRing;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.ProfileTable;

/// Which code a machine executes: every block of instructions that begins. A block begins at each target of a jump and
/// behind each jump, so each branch that is taken, and each that is not, has a block of its own. Confined to one
/// thread;
/// the machine stands.
public final class BlockCounter {
    private final KernelMemory memory;
    private final ProfileTable table;

    private BlockCounter(KernelMemory memory, ProfileTable table) {
        this.memory = memory;
        this.table = table;
    }

    /// Counts from where the machine stands. The machine has no other probes but the flight recorder's.
    static BlockCounter begin(Machine machine, KernelMemory memory) {
        ProfileTable table = machine.observers().profile();
        machine.observers().put(List.of(Probe.profile(0, 0, Long.MAX_VALUE, 0, List.of())), EventRing.ROOM);
        return new BlockCounter(memory, table);
    }

    /// Functions of the kernel that were entered, and lines of BPF programs that are there now.
    public Set<ExecutedCode> executed() {
        TreeMap<Long, BpfCode> programs = new TreeMap<>(Long::compareUnsigned);
        BpfCode.of(memory).forEach(each -> programs.put(each.first(), each));
        Set<ExecutedCode> found = new HashSet<>();
        table.read((address, _, _, _) -> {
            Map.Entry<Long, BpfCode> program = programs.floorEntry(address);
            if (program != null && program.getValue().covers(address)) {
                found.add(new ExecutedCode(
                        program.getValue().function(),
                        true,
                        program.getValue()
                                .line(address)
                                .map(BpfCode.Line::number)
                                .orElse(0)));
            } else if (address < 0) {
                memory.image()
                        .symbols()
                        .covering(address)
                        .filter(symbol -> symbol.address() == address)
                        .map(Symbol::name)
                        .ifPresent(name -> found.add(new ExecutedCode(name, false, 0)));
            }
        });
        return found;
    }
}
