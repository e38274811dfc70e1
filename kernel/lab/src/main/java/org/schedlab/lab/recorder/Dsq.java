package org.schedlab.lab.recorder;

/// A dispatch queue (DSQ) of sched_ext. A value; in order come the schedulers' and the kernel's own by id, then the
/// CPUs' local ones.
///
/// @param id as in `scx_bpf_dsq_insert`; 0 for a CPU's local one, which has several there
/// @param ofCpu of which CPU it is the local DSQ; -1 for others
public record Dsq(long id, int ofCpu) implements Comparable<Dsq> {
    /// include/linux/sched/ext.h (6.16 to 7.3): the kernel's own, and two of them.
    private static final long BUILT_IN = 1L << 63;

    private static final long GLOBAL = BUILT_IN | 1;
    private static final long BYPASS = BUILT_IN | 3;
    /// Those of schedulers are told as most of them are written: small ones in decimal.
    private static final long SMALL = 1 << 16;

    public Dsq {
        id = ofCpu >= 0 ? 0 : id;
    }

    /// Whether a scheduler has made it: 0 is a number like any other there.
    public boolean ofScheduler() {
        return ofCpu < 0 && id >= 0;
    }

    @Override
    public int compareTo(Dsq other) {
        int byCpu = Integer.compare(ofCpu, other.ofCpu);
        return byCpu != 0 ? byCpu : Long.compareUnsigned(id, other.id);
    }

    /// In words: `local, CPU 2`, `global`, `5`, `0xabcdef`.
    public String label() {
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
