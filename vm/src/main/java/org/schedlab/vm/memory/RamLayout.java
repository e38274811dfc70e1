package org.schedlab.vm.memory;

import java.util.Locale;

/// How the guest's physical addresses lie in its RAM file: addresses below `lowBytes` at the same
/// offset, addresses from 4 GiB on right after them.
///
/// @param size bytes of RAM in all, the length of the RAM file
/// @param lowBytes bytes of RAM below the hole that ends at 4 GiB; equal to `size` if all RAM lies
///     there
public record RamLayout(long size, long lowBytes) {
    /// The physical address at which RAM goes on above the hole.
    public static final long HIGH_START = 1L << 32;

    public RamLayout {
        if (lowBytes <= 0 || lowBytes > size || lowBytes > HIGH_START) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "no RAM layout: size %#x, %#x of it below 4 GiB", size, lowBytes));
        }
    }

    /// Where physical addresses lie in the RAM file.
    ///
    /// @param length of the bytes from there on, which have to lie in one piece
    /// @throws OutsideRamException they do not
    public long offset(long physical, long length) {
        if (physical >= 0 && physical <= lowBytes - length) {
            return physical;
        }
        if (physical >= HIGH_START && physical <= HIGH_START + size - lowBytes - length) {
            return physical - HIGH_START + lowBytes;
        }
        throw new OutsideRamException(physical, length, this);
    }
}
