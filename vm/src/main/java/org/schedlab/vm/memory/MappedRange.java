package org.schedlab.vm.memory;

import java.util.Locale;

/// One page of the guest's page tables.
///
/// @param virtualAddress where the page starts, virtual
/// @param physicalAddress where the page starts, physical
/// @param level the level that maps it; its [PageLevel#bytes()] are the page's size
/// @param writable whether every level on the way allows writing
/// @param global whether the page stays in the TLB over a switch of address spaces
public record MappedRange(
        long virtualAddress, long physicalAddress, PageLevel level, boolean writable, boolean global) {

    /// Size of the page in bytes.
    public long bytes() {
        return level.bytes();
    }

    /// The physical address of a virtual address in this page.
    public long physical(long address) {
        return physicalAddress + (address - virtualAddress);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "virtual %#x = physical %#x, %#x bytes by the level %s%s",
                virtualAddress,
                physicalAddress,
                bytes(),
                level,
                writable ? "" : ", read-only");
    }
}
