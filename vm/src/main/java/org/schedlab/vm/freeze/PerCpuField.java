package org.schedlab.vm.freeze;

/// A field of a per-CPU variable on one CPU.
///
/// @param variable the variable's name: `runqueues`
/// @param path members as in C, empty for the whole variable: `nr_running`
/// @param cpu number of the CPU
public record PerCpuField(String variable, String path, int cpu) implements Target {
    @Override
    public String text() {
        return path.isEmpty()
                ? "%s of CPU %d".formatted(variable, cpu)
                : "%s.%s of CPU %d".formatted(variable, path, cpu);
    }
}
