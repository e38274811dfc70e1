package org.schedlab.lab.cold;

/// A field of a per-CPU variable on every CPU.
///
/// @param variable the per-CPU variable, for example `runqueues`
/// @param path members as in C, for example `nr_running`; empty for a variable that is a number itself
public record PerCpuVariableField(String variable, String path) {

    /// `runqueues.nr_running`, or the variable alone.
    public String text() {
        return path.isEmpty() ? variable : variable + "." + path;
    }
}
