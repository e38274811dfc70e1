package org.schedlab.guest.work;

/// Writes through a buffer of its own in strides. One work unit is 64 writes. The machine has no model
/// of caches: the accesses are made, but a miss takes no longer than a hit in virtual time.
///
/// @param sizeKib KiB of the buffer, 4 to 65536
/// @param strideBytes from one write to the next, 8 to the size
public record CachePressure(int sizeKib, int strideBytes) implements Work {
    public CachePressure {
        Choice.within("CachePressure", "sizeKib", sizeKib, 4, 65536);
        Choice.within("CachePressure", "strideBytes", strideBytes, 8, sizeKib * 1024L);
    }

    @Override
    public String comm() {
        return "cache";
    }
}
