package org.schedlab.vm.linux;

import org.schedlab.vm.linux.BrokenStructureException.Fault;

/// Goes along one list: `while (cursor.next()) { … cursor.entry() … }`. One list may be walked within
/// another without a call that the other waits for. Used by one thread.
///
/// A list that comes back to a place it has been at is found with Brent's algorithm, which remembers
/// one address: after at most three times as many steps as the list has entries.
public final class ListCursor {
    private final BoundedWalk walk;
    private final long end;
    private final long next;
    private final long inEntry;
    private long at;
    private long following;
    private long from;
    private long mark;
    private long sinceMark;
    private long untilMark = 1;

    /// @param first address of the pointer to the first link
    /// @param end what the last link's pointer holds: the head's address, or 0
    /// @param next where in a link the pointer to the next one lies
    /// @param inEntry where in an entry its link lies
    ListCursor(BoundedWalk walk, long first, long end, long next, long inEntry) {
        this.walk = walk;
        this.end = end;
        this.next = next;
        this.inEntry = inEntry;
        this.mark = end;
        this.following = walk.follow(first, 0, 0);
        this.from = first;
    }

    /// Goes to the next entry, at first to the first one.
    ///
    /// @return false behind the last one
    /// @throws BrokenStructureException if the list does not lead to its end
    public boolean next() {
        at = following;
        if (at == end) {
            return false;
        }
        // the entry's own link is read before anybody looks at the entry: then it is there
        following = walk.follow(at, next, from);
        if (at == mark) {
            throw walk.broken(Fault.CYCLE, at, from, null);
        }
        if (++sinceMark == untilMark) {
            mark = at;
            sinceMark = 0;
            untilMark *= 2;
        }
        from = at + next;
        return true;
    }

    /// The address of the present entry.
    public long entry() {
        return at - inEntry;
    }
}
