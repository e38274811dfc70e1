package org.schedlab.vm.memory;

import java.util.Arrays;
import java.util.List;

/// The levels of x86-64 page tables from the root down, by the processor manual's names for the
/// tables.
///
/// The kernel calls them pgd, p4d, pud, pmd and pte; with 4 levels its pgd is the PML4. Source: Intel
/// SDM volume 3A, chapter 4 (4- and 5-level paging).
public enum PageLevel {
    /// The root with 5 levels: 256 TiB an entry.
    PML5(48),
    /// The root with 4 levels: 512 GiB an entry.
    PML4(39),
    /// 1 GiB an entry, or a page of that size.
    PDPT(30),
    /// 2 MiB an entry, or a page of that size.
    PD(21),
    /// 4 KiB pages.
    PT(12);

    private final int shift;

    PageLevel(int shift) {
        this.shift = shift;
    }

    /// How much virtual memory one entry of this level covers, in bytes.
    public long bytes() {
        return 1L << shift;
    }

    /// The levels of page tables with 4 or 5 of them, from the root down.
    public static List<PageLevel> ofTables(int levels) {
        return Arrays.stream(values()).skip(values().length - levels).toList();
    }

    /// The physical address of the entry for `virtual` in the table at `table`.
    long entryAddress(long table, long virtual) {
        return table + ((virtual >>> shift) & 511) * Long.BYTES;
    }

    /// Whether an entry of this level may map a page.
    boolean mapsLargePages() {
        return this == PDPT || this == PD;
    }
}
