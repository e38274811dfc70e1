package org.schedlab.vm.freeze;

/// A global variable of the kernel that is not per-CPU. BTF has no types for these:
/// [org.schedlab.vm.linux.DeclaredGlobals] lists those whose type is known here, every other one needs an explicit
/// width.
///
/// @param name the symbol's name as in /proc/kallsyms
public record SymbolTarget(String name) implements Target {
    @Override
    public String text() {
        return name;
    }
}
