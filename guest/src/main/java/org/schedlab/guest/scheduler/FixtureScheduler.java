package org.schedlab.guest.scheduler;

import java.util.Arrays;

/// A compiled sched_ext scheduler.
///
/// @param opsName what the kernel calls it, in `/sys/kernel/sched_ext/root/ops`
/// @param object the BPF object, an ELF file
/// @param source its C text
public record FixtureScheduler(String opsName, byte[] object, String source) {
    public FixtureScheduler {
        object = object.clone();
    }

    @Override
    public byte[] object() {
        return object.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FixtureScheduler that
                && opsName.equals(that.opsName)
                && Arrays.equals(object, that.object)
                && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(object);
    }

    @Override
    public String toString() {
        return opsName + " (" + object.length + " bytes)";
    }
}
