package org.schedlab.vm.symbols.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

import static org.schedlab.vm.symbols.internal.CompressedNames.intAt;

/// Finds and decodes the kallsyms tables in a kernel without symbols of its own. The tables have no
/// header; they are found by their structure and believed only if all of them agree: token table and
/// token index, names and markers, the name order behind the addresses, ascending addresses, and code
/// symbols that lie in sections with code.
///
/// Order in the file since 6.4 (scripts/kallsyms.c, `write_src`): number, names, markers, token table,
/// token index, offsets, relative base (until 6.19), name order. Each is aligned to 8 bytes until 6.19
/// and to 4 from 7.0 on. Before 6.4 offsets and relative base stand in front of the number, and the name order, which
/// came with 6.2 (Debian's 6.1 has it too), between markers and token table; all aligned to 8 bytes.
public final class Kallsyms {
    private static final int[] ALIGNMENTS = {8, 4};
    /// One code symbol in so many may lie elsewhere: `__end_rodata` is of kind `T` in 6.16 to 7.3.
    private static final int TOLERATED_OUTSIDE = 10_000;
    /// Three bytes for each of a million names.
    private static final int LONGEST_ORDER = 3 << 20;

    private final KernelSections sections;
    private final byte[] bytes;

    private Kallsyms(KernelSections sections) {
        this.sections = sections;
        this.bytes = sections.readOnly().toArray(ValueLayout.JAVA_BYTE);
    }

    /// Decodes all symbols onto the heap.
    ///
    /// @throws KallsymsException if there are no tables or they contradict each other
    public static SymbolIndex decode(KernelSections sections) throws KallsymsException {
        return new Kallsyms(sections).decode();
    }

    private SymbolIndex decode() throws KallsymsException {
        Optional<Tokens> tokens = Tokens.find(bytes, 0);
        boolean anyTokens = tokens.isPresent();
        while (tokens.isPresent()) {
            int table = tokens.get().tableStart();
            Optional<CompressedNames> names =
                    CompressedNames.findBefore(bytes, table).or(() -> beforeNameOrder(table));
            if (names.isPresent()) {
                return decode(tokens.get(), names.get());
            }
            tokens = Tokens.find(bytes, tokens.get().indexEnd());
        }
        throw new KallsymsException(
                anyTokens
                        ? "its kallsyms tables stand in an order that schedlab does not read; it reads that of 6.1"
                                + " and later"
                        : "its .rodata holds no kallsyms tables (CONFIG_KALLSYMS_ALL=y makes them)");
    }

    private SymbolIndex decode(Tokens tokens, CompressedNames names) throws KallsymsException {
        int count = names.count();
        NameTable table = NameTable.decode(bytes, tokens, names);
        Optional<long[]> early = addressesBefore(names, table);
        if (early.isEmpty() && tokens.indexEnd() + 7L * count > bytes.length) {
            throw new KallsymsException("its kallsyms tables are cut off");
        }
        long[] addresses = early.isPresent() ? early.get() : addresses(tokens.indexEnd(), table);
        check(addresses, table);
        return new SymbolIndex(
                MemorySegment.ofArray(addresses),
                MemorySegment.ofArray(table.starts()),
                MemorySegment.ofArray(table.names()).asSlice(0, table.starts()[count]),
                MemorySegment.ofArray(table.kinds()),
                MemorySegment.ofArray(table.order()));
    }

    /// The names that end in front of an order of names, which ends in front of the token table: as long as their
    /// number says.
    private Optional<CompressedNames> beforeNameOrder(int tokenTable) {
        for (int start = tokenTable - 8; start >= Math.max(8, tokenTable - LONGEST_ORDER); start -= 8) {
            Optional<CompressedNames> names = CompressedNames.findBefore(bytes, start);
            if (names.isPresent()) {
                int order = start;
                return names.filter(found -> align(3 * found.count(), 8) == tokenTable - order);
            }
        }
        return Optional.empty();
    }

    /// The addresses where 6.1 has them: offsets and base in front of the number of names. Empty if `_text` is not
    /// where the sections say then.
    private Optional<long[]> addressesBefore(CompressedNames names, NameTable table) {
        int base = names.start() - 2 * Long.BYTES;
        int offsets = base - align(4 * names.count(), 8);
        if (offsets < 0) {
            return Optional.empty();
        }
        int text = table.find("_text");
        return readFromBase(offsets, base, table).filter(found -> text >= 0 && found[text] == sections.text());
    }

    /// The offsets have no mark of their own. Where they start is seen from what must follow them, the
    /// order of the names.
    private long[] addresses(int indexEnd, NameTable table) throws KallsymsException {
        boolean nameOrder = false;
        for (int alignment : ALIGNMENTS) {
            int offsets = align(indexEnd, alignment);
            int base = align(offsets + 4 * table.kinds().length, 8);
            Optional<long[]> addresses = Optional.empty();
            if (isNameOrder(base + Long.BYTES, table)) {
                nameOrder = true;
                addresses = readFromBase(offsets, base, table);
            } else if (isNameOrder(offsets + 4 * table.kinds().length, table) || isNameOrder(base, table)) {
                nameOrder = true;
                addresses = read(AddressLayout.FROM_OWN_PLACE, offsets, table, 0);
            }
            if (addresses.isPresent()) {
                return addresses.get();
            }
        }
        throw new KallsymsException(
                nameOrder
                        ? "its symbol addresses follow none of the known layouts"
                        : "what follows its kallsyms offsets is not an order of the names");
    }

    private Optional<long[]> readFromBase(int offsets, int base, NameTable table) {
        long relativeBase = (intAt(bytes, base) & 0xffff_ffffL) | (long) intAt(bytes, base + 4) << 32;
        return read(AddressLayout.FROM_BASE, offsets, table, relativeBase)
                .or(() -> read(AddressLayout.ABSOLUTE_PER_CPU, offsets, table, relativeBase));
    }

    private Optional<long[]> read(AddressLayout layout, int offsets, NameTable table, long base) {
        return layout.read(bytes, sections.readOnlyAddress(), offsets, table.kinds().length, base);
    }

    /// Whether three-byte numbers at `at` put all names in order (`kallsyms_seqs_of_names`, since
    /// 6.2).
    private boolean isNameOrder(int at, NameTable table) {
        int count = table.kinds().length;
        if (at + 3L * count > bytes.length) {
            return false;
        }
        BitSet seen = new BitSet(count);
        for (int rank = 0; rank < count; rank++) {
            int entry = at + 3 * rank;
            int position = (bytes[entry] & 0xff) << 16 | (bytes[entry + 1] & 0xff) << 8 | (bytes[entry + 2] & 0xff);
            if (position >= count || seen.get(position)) {
                return false;
            }
            seen.set(position);
            if (rank % 64 == 0 && table.compareNames(position, table.order()[rank]) != 0) {
                return false;
            }
        }
        return true;
    }

    private void check(long[] addresses, NameTable table) throws KallsymsException {
        int text = table.find("_text");
        if (text < 0) {
            throw new KallsymsException("its kallsyms tables have no '_text'");
        }
        if (addresses[text] != sections.text()) {
            throw new KallsymsException(String.format(
                    Locale.ROOT,
                    "its kallsyms tables put '_text' at 0x%x, its ELF sections at 0x%x",
                    addresses[text],
                    sections.text()));
        }
        int code = 0;
        int outside = 0;
        for (int position = 0; position < addresses.length; position++) {
            byte kind = table.kinds()[position];
            if (kind == 't' || kind == 'T') {
                code++;
                outside += outsideCode(addresses[position]) ? 1 : 0;
            }
        }
        if (outside > code / TOLERATED_OUTSIDE) {
            throw new KallsymsException(String.format(
                    Locale.ROOT, "%d of its %d code symbols lie outside of the sections with code", outside, code));
        }
    }

    private boolean outsideCode(long address) {
        return sections.executable().stream().noneMatch(range -> range.holds(address));
    }

    private static int align(int at, int alignment) {
        return (at + alignment - 1) / alignment * alignment;
    }
}
