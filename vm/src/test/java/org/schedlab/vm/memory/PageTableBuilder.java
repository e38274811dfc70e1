package org.schedlab.vm.memory;

/// Writes page tables into RAM as a kernel would, for tests: tables are taken one after the other
/// from a free area.
public final class PageTableBuilder {
    private static final long PRESENT_WRITABLE = 3;
    private static final long PRESENT = 1;
    private static final long LARGE = 0x80;
    private static final long NO_EXECUTE = 1L << 63;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;

    private final PhysicalMemory memory;
    private final int levels;
    private final long root;
    private long nextTable;

    /// @param root physical address of the root table
    /// @param firstTable physical address of an area, all zeros, for the other tables
    public PageTableBuilder(PhysicalMemory memory, int levels, long root, long firstTable) {
        this.memory = memory;
        this.levels = levels;
        this.root = root;
        this.nextTable = firstTable;
    }

    public long root() {
        return root;
    }

    /// Maps one page of the level's size.
    public PageTableBuilder map(long virtual, long physical, PageLevel size, boolean writable) {
        long table = root;
        for (PageLevel level : PageLevel.ofTables(levels)) {
            long slot = level.entryAddress(table, virtual);
            if (level == size) {
                long flags = (writable ? PRESENT_WRITABLE : PRESENT) | (size == PageLevel.PT ? 0 : LARGE);
                memory.write(slot, Long.BYTES, physical | flags | NO_EXECUTE);
                return this;
            }
            if (memory.readLong(slot) == 0) {
                memory.write(slot, Long.BYTES, nextTable | PRESENT_WRITABLE);
                nextTable += 0x1000;
            }
            table = memory.readLong(slot) & FRAME;
        }
        throw new IllegalArgumentException("no page has the size of the level " + size);
    }
}
