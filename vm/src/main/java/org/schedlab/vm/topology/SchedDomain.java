package org.schedlab.vm.topology;

/// One level at which the kernel's own scheduler balances, seen from one CPU.
///
/// @param name `SMT`, `MC` (cores of an LLC), `PKG` (LLCs of a node), `NUMA`; as the kernel spells it
/// @param weight how many CPUs it spans
public record SchedDomain(String name, int weight) {
    @Override
    public String toString() {
        return name + " " + weight;
    }
}
