package org.schedlab.lab.tables;

import java.util.List;
import java.util.stream.Collectors;

import org.schedlab.vm.topology.CpuPlace;
import org.schedlab.vm.topology.SchedDomain;
import org.schedlab.vm.topology.SeenTopology;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The CPUs as the guest's kernel sees them, as a table. Stateless; safe to share.
public final class TopologyTable {
    private TopologyTable() {}

    /// Columns: `cpu`, `NUMA node`, `core` (the threads of its core), `llc` (the CPUs that share its
    /// last-level cache), `sched domains` (name and CPUs spanned, smallest first). Sets of CPUs are
    /// written as in `/sys/devices/system/cpu`.
    ///
    /// @param caption where it was read
    public static Table of(SeenTopology seen, String caption) {
        var cpu = IntColumn.create("cpu");
        var node = IntColumn.create("NUMA node");
        var core = StringColumn.create("core");
        var llc = StringColumn.create("llc");
        var domains = StringColumn.create("sched domains");
        for (CpuPlace place : seen.places()) {
            cpu.append(place.cpu());
            node.append(place.node());
            core.append(ranges(place.siblings()));
            llc.append(ranges(place.llc()));
            domains.append(place.domains().stream().map(SchedDomain::toString).collect(Collectors.joining(", ")));
        }
        return CaptionedTable.counted("CPUs", caption, cpu, node, core, llc, domains);
    }

    /// A set of CPUs as the kernel writes it: `0-3,8`.
    static String ranges(List<Integer> ascending) {
        var text = new StringBuilder();
        for (int first = 0; first < ascending.size(); ) {
            int last = first;
            while (last + 1 < ascending.size() && ascending.get(last + 1) == ascending.get(last) + 1) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ",").append(ascending.get(first));
            text.append(last > first ? "-" + ascending.get(last) : "");
            first = last + 1;
        }
        return text.toString();
    }
}
