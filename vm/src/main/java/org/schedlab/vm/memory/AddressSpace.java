package org.schedlab.vm.memory;

import java.nio.charset.StandardCharsets;

/// The guest's kernel memory by virtual address: walks the page tables that lie in guest RAM.
///
/// Knows 4 and 5 levels and pages of 4 KiB, 2 MiB and 1 GiB. Addresses in the direct map are
/// translated without a walk once [#directMap(long)] has told where it starts. Reads that cross a
/// page go page by page. Translations are remembered only between `cacheTranslations(true)` and the
/// next call. Not thread-safe.
///
/// Source of the entry format: Intel SDM volume 3A, tables 4-15 to 4-20.
public final class AddressSpace {
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    private static final long PRESENT = 1;
    private static final long WRITABLE = 1 << 1;
    private static final long LARGE = 1 << 7;
    private static final long GLOBAL = 1 << 8;

    private final PhysicalMemory memory;
    private final long root;
    private final int levels;
    private final PageLevel[] pageLevels;
    private final TranslationCache cache = new TranslationCache();
    private long directMapStart;
    private long directMapBytes;
    private long lastDirectLong = -1;

    /// @param memory the guest's RAM
    /// @param root physical address of the root table, as in CR3 without its low 12 bits
    /// @param levels 4 or 5
    public AddressSpace(PhysicalMemory memory, long root, int levels) {
        if (levels != 4 && levels != 5) {
            throw new IllegalArgumentException("page tables have 4 or 5 levels, not " + levels);
        }
        this.memory = memory;
        this.root = root & FRAME;
        this.levels = levels;
        this.pageLevels = PageLevel.ofTables(levels).toArray(PageLevel[]::new);
    }

    /// Tells where the kernel maps all RAM in a line, so that such addresses need no walk.
    ///
    /// @param start virtual address of physical address 0, the kernel's `page_offset_base`
    public void directMap(long start) {
        RamLayout layout = memory.layout();
        long highBytes = layout.size() - layout.lowBytes();
        directMapStart = start;
        lastDirectLong = layout.lowBytes() - Long.BYTES;
        directMapBytes = highBytes == 0 ? layout.lowBytes() : RamLayout.HIGH_START + highBytes;
    }

    /// Levels of the page tables: 4 or 5.
    public int levels() {
        return levels;
    }

    /// The lowest address of the kernel's half.
    public long kernelStart() {
        return levels == 5 ? 0xff00_0000_0000_0000L : 0xffff_8000_0000_0000L;
    }

    /// Whether an address lies in the kernel's half.
    public boolean isKernel(long virtual) {
        return virtual < 0 && virtual >= kernelStart();
    }

    /// Whether an address can be in page tables of this many levels.
    public boolean isCanonical(long virtual) {
        return isKernel(virtual) || (virtual >= 0 && virtual < -kernelStart());
    }

    /// Remembers translations from now on, or forgets them all and stops. To be switched on only while
    /// the guest is frozen, and off before it is thawed.
    public void cacheTranslations(boolean on) {
        cache.enable(on);
    }

    /// The page that maps an address, by a full walk.
    ///
    /// @throws UnmappedAddressException naming the level at which the walk ended
    public MappedRange walk(long virtual) {
        if (!isCanonical(virtual)) {
            throw UnmappedAddressException.notCanonical(virtual, levels);
        }
        long table = root;
        boolean writable = true;
        for (PageLevel level : pageLevels) {
            long entryAddress = level.entryAddress(table, virtual);
            if (!memory.isRam(entryAddress, Long.BYTES)) {
                throw UnmappedAddressException.outsideRam(virtual, level, entryAddress);
            }
            long entry = memory.readLong(entryAddress);
            if ((entry & PRESENT) == 0) {
                throw UnmappedAddressException.endedAt(virtual, level, entry);
            }
            writable &= (entry & WRITABLE) != 0;
            if (level == PageLevel.PT || (level.mapsLargePages() && (entry & LARGE) != 0)) {
                long inPage = level.bytes() - 1;
                long frame = entry & FRAME & ~inPage;
                if (!memory.isRam(frame + (virtual & inPage), 1)) {
                    throw UnmappedAddressException.outsideRam(virtual, level, frame + (virtual & inPage));
                }
                return new MappedRange(virtual & ~inPage, frame, level, writable, (entry & GLOBAL) != 0);
            }
            table = entry & FRAME;
        }
        throw new IllegalStateException("page tables end with the level PT");
    }

    /// The physical address of a virtual one.
    ///
    /// @throws UnmappedAddressException if there is none
    public long translate(long virtual) {
        long physical = virtual - directMapStart;
        if (physical >= 0 && physical < directMapBytes && memory.isRam(physical, 1)) {
            return physical;
        }
        long remembered = cache.find(virtual);
        if (remembered >= 0) {
            return remembered;
        }
        long walked = walk(virtual).physical(virtual);
        cache.remember(virtual, walked);
        return walked;
    }

    /// 1 to 8 bytes as an unsigned number.
    public long read(long virtual, int bytes) {
        if ((virtual & 0xfff) <= 0x1000 - bytes && Integer.bitCount(bytes) == 1) {
            return memory.read(translate(virtual), bytes);
        }
        return Bytes.toLong(readBytes(virtual, bytes));
    }

    /// 8 bytes.
    public long readLong(long virtual) {
        // nearly all that is followed lies in the direct map below 4 GiB: one comparison, no page to cross
        long physical = virtual - directMapStart;
        if (physical >= 0 && physical <= lastDirectLong) {
            return memory.readLong(physical);
        }
        if ((virtual & 0xfff) <= 0x1000 - Long.BYTES) {
            return memory.readLong(translate(virtual));
        }
        return read(virtual, Long.BYTES);
    }

    /// Any number of bytes, page by page.
    public byte[] readBytes(long virtual, int length) {
        byte[] content = new byte[length];
        int done = 0;
        while (done < length) {
            int chunk = chunk(virtual + done, length - done);
            memory.copyOut(translate(virtual + done), content, done, chunk);
            done += chunk;
        }
        return content;
    }

    /// Text up to a zero byte or `limit` bytes, as ISO 8859-1.
    public String readText(long virtual, int limit) {
        StringBuilder text = new StringBuilder();
        // a page at a time: the page behind the end of the text need not be mapped
        for (int done = 0; done < limit; ) {
            byte[] piece = new byte[chunk(virtual + done, limit - done)];
            memory.copyOut(translate(virtual + done), piece, 0, piece.length);
            int end = zero(piece);
            text.append(new String(piece, 0, end, StandardCharsets.ISO_8859_1));
            if (end < piece.length) {
                break;
            }
            done += piece.length;
        }
        return text.toString();
    }

    /// Stores the low 1 to 8 bytes of a number.
    public void write(long virtual, int bytes, long value) {
        if ((virtual & 0xfff) <= 0x1000 - bytes && Integer.bitCount(bytes) == 1) {
            memory.write(translate(virtual), bytes, value);
        } else {
            writeBytes(virtual, Bytes.of(value, bytes));
        }
    }

    /// Stores any number of bytes, page by page. All pages are translated before the first byte is
    /// stored.
    public void writeBytes(long virtual, byte[] content) {
        for (int done = 0; done < content.length; done += chunk(virtual + done, content.length - done)) {
            translate(virtual + done);
        }
        int done = 0;
        while (done < content.length) {
            int chunk = chunk(virtual + done, content.length - done);
            memory.copyIn(translate(virtual + done), content, done, chunk);
            done += chunk;
        }
    }

    private static int zero(byte[] piece) {
        int at = 0;
        while (at < piece.length && piece[at] != 0) {
            at++;
        }
        return at;
    }

    private static int chunk(long virtual, int wanted) {
        return (int) Math.min(wanted, 0x1000 - (virtual & 0xfff));
    }
}
