package org.schedlab.vm.linux;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.memory.KernelMemory;

/// The pointers that an XArray holds, as an IDR such as `map_idr` does. Stateless.
///
/// Source: struct xarray, struct xa_node, xa_is_node, include/linux/xarray.h; struct idr, include/linux/idr.h;
/// Linux 6.16 to 7.3.
public final class Xarray {
    private static final String NODE = "struct xa_node";
    private static final long KIND = 3;
    private static final long INTERNAL = 2;
    /// Internal entries up to here stand for something else than nodes (xa_is_node).
    private static final long LAST_NO_NODE = 4096;

    /// 6 bits of a 64-bit index for each level.
    private static final int DEEPEST = 11;

    private static final int MOST = 1 << 20;

    private Xarray() {}

    /// The addresses that a global `struct idr` holds, by ascending id.
    ///
    /// @throws BrokenStructureException if it does not end, or leads to memory that is none
    /// @throws org.schedlab.vm.UnknownNameException if this kernel has no such symbol
    public static List<Long> ofIdr(KernelMemory memory, String symbol) {
        KernelObject head = KernelObject.global(memory, symbol, "struct idr").member("idr_rt.xa_head");
        List<Long> found = new ArrayList<>();
        collect(memory, head.pointer(), new Below(new BoundedWalk(memory.space(), symbol, MOST), 0), found);
        return found;
    }

    /// @param levels between here and the head
    private record Below(BoundedWalk walk, int levels) {
        Below next(long entry) {
            if (levels == DEEPEST) {
                throw walk.broken(BrokenStructureException.Fault.CYCLE, entry, 0, null);
            }
            return new Below(walk, levels + 1);
        }
    }

    private static void collect(KernelMemory memory, long entry, Below below, List<Long> found) {
        if (entry == 0) {
            return;
        }
        if ((entry & KIND) != INTERNAL) {
            found.add(entry & ~KIND);
            return;
        }
        if (Long.compareUnsigned(entry, LAST_NO_NODE) <= 0) {
            return;
        }
        Below next = below.next(entry);
        KernelObject slots = KernelObject.at(memory, NODE, entry - INTERNAL).member("slots");
        for (int i = 0; i < slots.length(); i++) {
            collect(memory, below.walk().follow(slots.element(i).address(), 0, entry - INTERNAL), next, found);
        }
    }
}
