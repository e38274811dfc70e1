package org.schedlab.vm.symbols.internal;

import java.util.Optional;

import static org.schedlab.vm.symbols.internal.CompressedNames.intAt;

/// The three ways in which kernels have stored symbol addresses (kernel/kallsyms.c,
/// `kallsyms_sym_address`).
enum AddressLayout {
    /// Up to 6.14: an offset below zero is relative (`base - 1 - offset`), others are absolute
    /// (per-CPU).
    ABSOLUTE_PER_CPU,
    /// 6.15 to 6.19: an unsigned offset from `kallsyms_relative_base`.
    FROM_BASE,
    /// From 7.0: a signed offset from the virtual address of the offset itself; there is no base.
    FROM_OWN_PLACE;

    /// All addresses; empty if they do not ascend or do not end in the kernel's half, so that the
    /// layout is another.
    ///
    /// @param bytes contents of a section
    /// @param bytesAddress virtual address of its first byte
    /// @param offsets where `kallsyms_offsets` starts
    Optional<long[]> read(byte[] bytes, long bytesAddress, int offsets, int count, long base) {
        long[] addresses = new long[count];
        long before = 0;
        for (int position = 0; position < count; position++) {
            int at = offsets + 4 * position;
            long address = address(intAt(bytes, at), bytesAddress + at, base);
            if (Long.compareUnsigned(address, before) < 0) {
                return Optional.empty();
            }
            addresses[position] = address;
            before = address;
        }
        return before < 0 ? Optional.of(addresses) : Optional.empty();
    }

    private long address(int offset, long place, long base) {
        return switch (this) {
            case ABSOLUTE_PER_CPU -> offset < 0 ? base - 1 - offset : offset;
            case FROM_BASE -> base + Integer.toUnsignedLong(offset);
            case FROM_OWN_PLACE -> place + offset;
        };
    }
}
