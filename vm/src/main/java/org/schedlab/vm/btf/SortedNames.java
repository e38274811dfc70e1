package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Ids of BTF in the order of their names (bytes); a rank is a place in that order.
///
/// @param ids u32 each
record SortedNames(BtfReader reader, MemorySegment ids) {
    int count() {
        return (int) (ids.byteSize() / 4);
    }

    int id(int rank) {
        return ids.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * rank);
    }

    /// The first rank whose name is not below this one.
    int firstRank(String name) {
        byte[] wanted = bytes(name);
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (reader.compare(reader.nameStart(id(middle)), wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    boolean isNamed(int rank, String name) {
        return rank < count() && reader.compare(reader.nameStart(id(rank)), bytes(name)) == 0;
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
