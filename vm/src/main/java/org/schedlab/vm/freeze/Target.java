package org.schedlab.vm.freeze;

/// What a cold operation reads or writes.
public sealed interface Target permits TaskField, PerCpuField, SymbolTarget, KernelAddress, TypedAddress, SizedTarget {
    /// The target in a line, as messages and tables show it.
    String text();
}
