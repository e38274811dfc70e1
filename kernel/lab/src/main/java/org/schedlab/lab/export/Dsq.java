package org.schedlab.lab.export;

import java.util.Locale;

/// A dispatch queue of sched_ext. A value.
///
/// @param id as in `scx_bpf_dsq_insert`
/// @param ofCpu of which CPU it is the local DSQ; -1 for others
record Dsq(long id, int ofCpu) {
    /// include/linux/sched/ext.h: the kernel's own, and the first two of them.
    private static final long BUILT_IN = 1L << 63;

    private static final long GLOBAL = BUILT_IN | 1;
    private static final long BYPASS = BUILT_IN | 3;

    /// In words: `local of CPU 2`, `global`, `0x5`.
    String label() {
        if (ofCpu >= 0) {
            return "local of CPU " + ofCpu;
        }
        if (id == GLOBAL) {
            return "global";
        }
        return id == BYPASS ? "bypass" : String.format(Locale.ROOT, "0x%x", id);
    }
}
