package org.schedlab.vm.memory;

/// One field of a per-CPU variable made ready for reading on any CPU: `reader.read(cpu)`.
///
/// As thread-safe as its address space.
public final class PerCpuReader {
    private final KernelMemory memory;
    private final FieldReader field;
    private final String variable;
    private final long[] bases;

    PerCpuReader(KernelMemory memory, String variable, FieldReader field) {
        this.memory = memory;
        this.variable = variable;
        this.field = field;
        this.bases = new long[memory.possibleCpus().length()];
        memory.possibleCpus().stream().forEach(cpu -> bases[cpu] = memory.perCpuAddress(variable, cpu));
    }

    /// The field on one CPU as a number.
    ///
    /// @throws NoSuchCpuException if the guest has no such CPU
    public long read(int cpu) {
        return field.read(base(cpu));
    }

    /// The field on one CPU as a number or as bytes.
    public FieldValue value(int cpu) {
        return field.value(base(cpu));
    }

    private long base(int cpu) {
        if (cpu < 0 || cpu >= bases.length || bases[cpu] == 0) {
            throw new NoSuchCpuException(variable, cpu, memory.possibleCpus());
        }
        return bases[cpu];
    }
}
