package org.schedlab.vm.freeze;

import org.schedlab.vm.btf.FieldType;

/// A virtual address in the kernel's half whose type the caller knows though the kernel does not,
/// such as that of a BPF program's variable.
///
/// @param name for messages and tables
/// @param address the virtual address
/// @param type its type, which may come from another BTF than the kernel's
/// @param readOnly why it may not be written; empty if it may
public record TypedAddress(String name, long address, FieldType type, String readOnly) implements Target {
    @Override
    public String text() {
        return name;
    }
}
