package org.schedlab.guest.scheduler;

import java.util.List;

/// A compiled sched_ext scheduler: one of [Schedulers], or the user's own. Immutable.
public final class SchedulerObject {
    private final SchedulerSource source;
    private final byte[] object;
    private final List<String> warnings;

    SchedulerObject(SchedulerSource source, byte[] object, List<String> warnings) {
        this.source = source;
        this.object = object.clone();
        this.warnings = List.copyOf(warnings);
    }

    /// What it is asked for by. The kernel calls it what its `struct sched_ext_ops` says, for those of
    /// [Schedulers] the same.
    public String name() {
        return source.name();
    }

    /// The BPF object, an ELF file.
    public byte[] object() {
        return object.clone();
    }

    /// SHA-256 of the BPF object, in hex.
    public String sha256() {
        return PreparedObjects.sha256(object);
    }

    /// What a text is known by among [PreparedObjects]: the same for the same name and text.
    public String sourceKey() {
        return PreparedObjects.key(source);
    }

    /// Its C text.
    public String source() {
        return source.text();
    }

    /// What the compiler warned of, each with its line.
    public List<String> warnings() {
        return warnings;
    }

    SchedulerSource lines() {
        return source;
    }

    @Override
    public String toString() {
        return name() + " (" + object.length + " bytes)";
    }
}
