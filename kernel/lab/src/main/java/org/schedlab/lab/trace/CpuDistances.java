package org.schedlab.lab.trace;

import org.schedlab.vm.topology.CpuPlace;
import org.schedlab.vm.topology.SeenTopology;

/// How far one CPU is from another.
///
/// @param topology as the guest's kernel sees it
public record CpuDistances(SeenTopology topology) {
    /// `same core`, `same LLC`, `same node`, or `other node`.
    public String between(int from, int to) {
        CpuPlace one = topology.places().get(from);
        if (one.siblings().contains(to)) {
            return "same core";
        }
        if (one.llc().contains(to)) {
            return "same LLC";
        }
        return one.node() == topology.places().get(to).node() ? "same node" : "other node";
    }
}
