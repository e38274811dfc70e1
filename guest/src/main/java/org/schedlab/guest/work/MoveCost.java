package org.schedlab.guest.work;

/// What a move to another CPU costs a worker with a [WorkingSet]: a model, for the machine has no caches. Each KiB
/// of the working set takes as long as it does to come over from where it was, by how far the worker has moved; it
/// is paid as work (see [Work]), so with k CPUs busy it takes k times as long, as all work does.
///
/// [#TYPICAL] is what one core reads in a stream on servers that were measured in public (see
/// `docs/your-own-load.md`): 25 GB/s out of the cache that it shares, 10 GB/s out of its node's memory, 7.5 GB/s
/// out of another node's.
///
/// @param threadNanosPerKib ns a KiB for a move to another thread of the same core
/// @param coreNanosPerKib to another core that shares the last-level cache; counts for `coreKib` at most
/// @param llcNanosPerKib to another last-level cache of the same node
/// @param nodeNanosPerKib to another node
/// @param coreKib what the caches of one core alone hold; the rest of the working set is in the shared cache all along
public record MoveCost(
        int threadNanosPerKib, int coreNanosPerKib, int llcNanosPerKib, int nodeNanosPerKib, int coreKib) {
    /// 0, 40, 100 and 135 ns a KiB; 1 MiB of caches in each core.
    public static final MoveCost TYPICAL = new MoveCost(0, 40, 100, 135, 1024);

    private static final int MOST_NANOS = 1_000_000;

    public MoveCost {
        Choice.within("MoveCost", "threadNanosPerKib", threadNanosPerKib, 0, MOST_NANOS);
        Choice.within("MoveCost", "coreNanosPerKib", coreNanosPerKib, 0, MOST_NANOS);
        Choice.within("MoveCost", "llcNanosPerKib", llcNanosPerKib, 0, MOST_NANOS);
        Choice.within("MoveCost", "nodeNanosPerKib", nodeNanosPerKib, 0, MOST_NANOS);
        Choice.within("MoveCost", "coreKib", coreKib, 0, WorkingSet.MOST_KIB);
    }
}
