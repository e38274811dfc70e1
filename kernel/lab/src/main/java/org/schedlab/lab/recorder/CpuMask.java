package org.schedlab.lab.recorder;

import java.util.List;

/// A set of CPUs as the kernel keeps it. A value.
///
/// @param words 64 CPUs each, from CPU 0 on
public record CpuMask(List<Long> words) {
    public CpuMask {
        words = List.copyOf(words);
    }

    /// Whether a CPU is in it.
    public boolean has(int cpu) {
        int word = cpu / Long.SIZE;
        return word < words.size() && (words.get(word) >>> cpu % Long.SIZE & 1) != 0;
    }
}
