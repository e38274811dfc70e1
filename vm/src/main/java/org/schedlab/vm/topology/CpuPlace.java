package org.schedlab.vm.topology;

import java.util.List;

/// Where one CPU stands, as the guest's kernel sees it.
///
/// @param cpu its number
/// @param node its NUMA node
/// @param siblings the hardware threads of its core, itself among them, ascending
/// @param llc the CPUs that share its last-level cache, ascending
/// @param domains from the smallest to the widest; empty with one CPU
public record CpuPlace(int cpu, int node, List<Integer> siblings, List<Integer> llc, List<SchedDomain> domains) {
    public CpuPlace {
        siblings = List.copyOf(siblings);
        llc = List.copyOf(llc);
        domains = List.copyOf(domains);
    }
}
