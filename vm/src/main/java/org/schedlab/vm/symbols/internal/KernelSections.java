package org.schedlab.vm.symbols.internal;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// What the decoder needs to know of the kernel's ELF file.
///
/// @param readOnly the contents of `.rodata`, where kallsyms lives
/// @param readOnlyAddress virtual address of its first byte
/// @param text virtual address of the start of `.text`
/// @param executable all loaded sections with code
public record KernelSections(MemorySegment readOnly, long readOnlyAddress, long text, List<Range> executable) {

    /// Virtual addresses from `start` up to and including `end` (a symbol may mark the end of its
    /// section).
    public record Range(long start, long end) {
        boolean holds(long address) {
            return Long.compareUnsigned(start, address) <= 0 && Long.compareUnsigned(address, end) <= 0;
        }
    }
}
