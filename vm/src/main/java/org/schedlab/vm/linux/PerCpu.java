package org.schedlab.vm.linux;

import java.util.List;

import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.PerCpuVariable;
import org.schedlab.vm.memory.KernelMemory;

/// What the kernel keeps once for each CPU: a variable such as `runqueues`, or what a `__percpu`
/// pointer names. Used by one thread at a time.
public final class PerCpu {
    private final KernelMemory memory;
    private final String name;
    private final FieldType type;
    private final long address;

    PerCpu(KernelMemory memory, String name, FieldType type, long address) {
        this.memory = memory;
        this.name = name;
        this.type = type;
        this.address = address;
    }

    /// A per-CPU variable.
    ///
    /// @throws org.schedlab.vm.UnknownNameException if this kernel has none of this name with a type,
    ///     with the nearest names
    public static PerCpu of(KernelMemory memory, String variable) {
        PerCpuVariable found = memory.image().btf().requirePerCpu(variable);
        return new PerCpu(memory, variable, memory.type(found.typeId()), memory.symbolAddress(variable));
    }

    /// One CPU's.
    ///
    /// @throws org.schedlab.vm.memory.NoSuchCpuException naming the CPUs there are
    public KernelObject onCpu(int cpu) {
        return new KernelObject(memory, type, memory.onCpu(name, address, cpu));
    }

    /// Every possible CPU's, ascending.
    public List<KernelObject> onEachCpu() {
        return memory.possibleCpus().stream().mapToObj(this::onCpu).toList();
    }

    @Override
    public String toString() {
        return "%s %s on each CPU".formatted(type.declaration(), name);
    }
}
