package org.schedlab.vm.memory;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// The guest's page tables map nothing at a virtual address.
public final class UnmappedAddressException extends LabException {
    private static final long serialVersionUID = 1L;

    private final long address;
    private final @Nullable PageLevel level;
    private final String reason;

    private UnmappedAddressException(long address, @Nullable PageLevel level, String found) {
        super(asked(String.format(Locale.ROOT, "The virtual address %#x is not mapped in the guest's kernel.", address))
                .found(found)
                .remedy("check where the address comes from: a pointer may be NULL, stale, or of user space")
                .text());
        this.address = address;
        this.level = level;
        this.reason = found;
    }

    static UnmappedAddressException endedAt(long address, PageLevel level, long entry) {
        return new UnmappedAddressException(
                address,
                level,
                String.format(
                        Locale.ROOT, "the page walk ended at level %s: its entry is %#x, not present", level, entry));
    }

    static UnmappedAddressException outsideRam(long address, PageLevel level, long physical) {
        return new UnmappedAddressException(
                address,
                level,
                String.format(
                        Locale.ROOT,
                        "the page walk reached level %s, whose entry leads to the physical address %#x outside the RAM",
                        level,
                        physical));
    }

    static UnmappedAddressException notCanonical(long address, int levels) {
        return new UnmappedAddressException(
                address,
                null,
                String.format(Locale.ROOT, "no page tables of %d levels reach it: it is not canonical", levels));
    }

    /// The virtual address asked for.
    public long address() {
        return address;
    }

    /// Where the page walk ended, and on what; one clause.
    public String reason() {
        return reason;
    }

    /// The level at which the walk ended; null if the address cannot be in page tables at all.
    public @Nullable PageLevel level() {
        return level;
    }
}
