package org.schedlab.vm.stack;

import java.util.List;
import java.util.OptionalLong;

import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.KernelMemory;

/// Where a stack's words come from.
@FunctionalInterface
public interface StackWords {
    /// The 8 bytes at a virtual address; empty if they are not to be had.
    OptionalLong at(long address);

    /// Out of a guest that stands.
    static StackWords of(KernelMemory memory) {
        return address -> {
            try {
                return OptionalLong.of(memory.space().readLong(address));
            } catch (LabException _) { // not mapped: the walk got lost
                return OptionalLong.empty();
            }
        };
    }

    /// Those that were taken down at an instant that is over.
    ///
    /// @param pointer address of the first
    static StackWords of(long pointer, List<Long> words) {
        return address -> {
            long index = (address - pointer) / Long.BYTES;
            return (address - pointer) % Long.BYTES == 0 && index >= 0 && index < words.size()
                    ? OptionalLong.of(words.get((int) index))
                    : OptionalLong.empty();
        };
    }
}
