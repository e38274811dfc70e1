package org.schedlab.guest.scheduler;

/// A compiled sched_ext scheduler that comes with schedlab. Immutable.
public final class FixtureScheduler {
    private final String opsName;
    private final byte[] object;
    private final String source;

    FixtureScheduler(String opsName, byte[] object, String source) {
        this.opsName = opsName;
        this.object = object.clone();
        this.source = source;
    }

    /// What the kernel calls it, in `/sys/kernel/sched_ext/root/ops`.
    public String opsName() {
        return opsName;
    }

    /// The BPF object, an ELF file.
    public byte[] object() {
        return object.clone();
    }

    /// Its C text.
    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return opsName + " (" + object.length + " bytes)";
    }
}
