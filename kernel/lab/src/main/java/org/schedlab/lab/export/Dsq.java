package org.schedlab.lab.export;

/// A dispatch queue of sched_ext. A value.
///
/// @param id as in `scx_bpf_dsq_insert`; 0 for a CPU's local one, which has several there
/// @param ofCpu of which CPU it is the local DSQ; -1 for others
record Dsq(long id, int ofCpu) {
    /// include/linux/sched/ext.h (6.16 to 7.3): the kernel's own, and two of them.
    private static final long BUILT_IN = 1L << 63;

    private static final long GLOBAL = BUILT_IN | 1;
    private static final long BYPASS = BUILT_IN | 3;
    /// Those of schedulers are told as most of them are written: small ones in decimal.
    private static final long SMALL = 1 << 16;

    Dsq {
        id = ofCpu >= 0 ? 0 : id;
    }

    /// In words: `local, CPU 2`, `global`, `5`, `0xabcdef`.
    String label() {
        if (ofCpu >= 0) {
            return "local, CPU " + ofCpu;
        }
        if (id == GLOBAL) {
            return "global";
        }
        if (id == BYPASS) {
            return "bypass";
        }
        return id >= 0 && id < SMALL ? Long.toString(id) : "0x" + Long.toHexString(id);
    }
}
