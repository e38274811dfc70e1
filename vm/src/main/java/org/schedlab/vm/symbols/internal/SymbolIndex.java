package org.schedlab.vm.symbols.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The arrays behind a symbol table, on the heap after decoding or mapped from the cache.
/// Little-endian.
///
/// @param addresses u64 per symbol, ascending (unsigned)
/// @param nameStarts u32 per symbol and one more: where its name starts in `names`
/// @param names all names in symbol order, one byte per character, without separators
/// @param kinds one byte per symbol
/// @param nameOrder u32 per symbol: positions in the order of their names (bytes), equal names by
///     position
public record SymbolIndex(
        MemorySegment addresses,
        MemorySegment nameStarts,
        MemorySegment names,
        MemorySegment kinds,
        MemorySegment nameOrder) {

    /// The number of symbols.
    public int size() {
        return (int) kinds.byteSize();
    }

    /// Virtual address of a symbol.
    public long address(int position) {
        return addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * position);
    }

    /// The letter of a symbol.
    public char kind(int position) {
        return (char) kinds.get(ValueLayout.JAVA_BYTE, position);
    }

    /// The name of a symbol.
    public String name(int position) {
        int start = nameStarts.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * position);
        int end = nameStarts.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * position + 4);
        byte[] bytes = names.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The position of the symbol that is `rank`-th by name.
    public int byName(int rank) {
        return nameOrder.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * rank);
    }

    /// The lowest rank whose name is not before `name`; the size if all are before it.
    public int firstRank(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compareName(byName(middle), wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compareName(int position, byte[] wanted) {
        int start = nameStarts.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * position);
        int length = nameStarts.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * position + 4) - start;
        int common = Math.min(length, wanted.length);
        for (int at = 0; at < common; at++) {
            int difference = (names.get(ValueLayout.JAVA_BYTE, start + at) & 0xff) - (wanted[at] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return length - wanted.length;
    }

    /// Positions, ascending, of names that contain `part` (not empty).
    public List<Integer> containing(String part, int limit) {
        byte[] all = names.toArray(ValueLayout.JAVA_BYTE);
        byte[] wanted = part.getBytes(StandardCharsets.ISO_8859_1);
        ByteSearch search = new ByteSearch(wanted);
        List<Integer> found = new ArrayList<>();
        int at = search.in(all, 0);
        while (at >= 0 && found.size() < limit) {
            int position = positionAt(at);
            int end = nameStarts.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * position + 4);
            if (at + wanted.length <= end) {
                found.add(position);
                at = search.in(all, end);
            } else {
                at = search.in(all, at + 1);
            }
        }
        return found;
    }

    /// The symbol whose name holds this byte of `names`.
    private int positionAt(int nameByte) {
        int low = 0;
        int high = size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (nameStarts.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * middle) <= nameByte) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The last position whose address is at or below `address` (unsigned); -1 if there is none.
    public int lastAtOrBefore(long address) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(address(middle), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
