package org.schedlab.vm.freeze;

import java.util.Locale;

/// A field of a per-CPU variable on one CPU.
///
/// @param variable the variable's name: `runqueues`
/// @param path members as in C, empty for the whole variable: `nr_running`
/// @param cpu number of the CPU
public record PerCpuField(String variable, String path, int cpu) implements Target {
    @Override
    public String text() {
        return path.isEmpty()
                ? String.format(Locale.ROOT, "%s of CPU %d", variable, cpu)
                : String.format(Locale.ROOT, "%s.%s of CPU %d", variable, path, cpu);
    }
}
