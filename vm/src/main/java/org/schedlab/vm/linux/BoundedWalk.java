package org.schedlab.vm.linux;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.linux.BrokenStructureException.Fault;
import org.schedlab.vm.memory.AddressSpace;
import org.schedlab.vm.memory.UnmappedAddressException;

/// One walk along pointers of a guest's kernel, over one list or over many that belong together. The
/// guest, or whoever writes to it, may have tied its lists into a knot; then the walk ends with an
/// error that names the place, and not never. Used once, by one thread.
public final class BoundedWalk {
    /// A red-black tree of n nodes is at most twice log2(n + 1) deep; there is no place for 2^32 of them.
    private static final int DEEPEST = 64;

    private final AddressSpace space;
    private final String structure;
    private final long most;
    private long steps;

    /// @param structure what is walked along, for example `the guest's task list`
    /// @param most more steps than a sound structure takes; one for each pointer
    public BoundedWalk(AddressSpace space, String structure, long most) {
        this.space = space;
        this.structure = structure;
        this.most = most;
    }

    /// Through a binary tree in order. The kernel's trees have no cycle at any instant, also while one
    /// is being rebalanced; then some nodes may be missing (include/linux/rbtree.h, lib/rbtree.c).
    ///
    /// @param root address of the pointer to the root
    /// @param left where in a node the pointer to the nodes before it lies
    /// @param right where the pointer to the nodes behind it lies
    /// @param inEntry where in an entry its node lies
    /// @param entry takes the address of each entry, in their order
    /// @throws BrokenStructureException if a node is below itself or below two others
    void tree(long root, long left, long right, long inEntry, LongConsumer entry) {
        Set<Long> seen = new HashSet<>();
        long[] above = new long[DEEPEST];
        int depth = 0;
        long at = follow(root, 0, 0);
        long from = root;
        while (at != 0 || depth > 0) {
            if (at != 0) {
                if (!seen.add(at)) {
                    throw broken(Fault.CYCLE, at, from, null);
                }
                if (depth == DEEPEST) {
                    throw broken(Fault.ENDLESS, at, from, null);
                }
                above[depth++] = at;
                long below = follow(at, left, from);
                from = at + left;
                at = below;
            } else {
                long next = above[--depth];
                long below = follow(next, right, next + left);
                entry.accept(next - inEntry);
                from = next + right;
                at = below;
            }
        }
    }

    /// The pointer in a place.
    ///
    /// @param from address of the pointer that led to the place, 0 if none did
    long follow(long place, long offset, long from) {
        if (++steps > most) {
            throw broken(Fault.ENDLESS, place, from, null);
        }
        try {
            return space.readLong(place + offset);
        } catch (UnmappedAddressException unmapped) {
            throw broken(Fault.UNREADABLE, place, from, unmapped);
        }
    }

    BrokenStructureException broken(Fault fault, long address, long from, @Nullable UnmappedAddressException cause) {
        return new BrokenStructureException(
                fault, structure, new BrokenStructureException.Place(address, from, steps), cause);
    }
}
