package org.schedlab.guest.work;

import java.util.List;

/// What a worker has in the caches of its CPU and has to bring over after a move: after each, it works first for as
/// long as that takes, its refill, and then goes on. A worker sees that it has moved at its checkpoints (see
/// [WorkerReport]), by its CPU's number in its own memory, without a system call. Moved again during a refill, it
/// begins a whole one anew, and what was left of the first is void.
///
/// @param kib how much, from 1 KiB to 1 GiB
/// @param cost what a move costs
public record WorkingSet(int kib, MoveCost cost) {
    static final int MOST_KIB = 1 << 20;

    public WorkingSet {
        Choice.within("WorkingSet", "kib", kib, 1, MOST_KIB);
    }

    /// The refill after a move in ns of work: to another thread of the core, another core of the last-level cache,
    /// another last-level cache of the node, another node.
    public List<Long> refillNanos() {
        return List.of(
                (long) kib * cost.threadNanosPerKib(),
                (long) Math.min(kib, cost.coreKib()) * cost.coreNanosPerKib(),
                (long) kib * cost.llcNanosPerKib(),
                (long) kib * cost.nodeNanosPerKib());
    }
}
