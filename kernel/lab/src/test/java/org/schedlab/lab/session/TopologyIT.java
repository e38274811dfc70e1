package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.tables.TopologyTable;
import org.schedlab.vm.topology.CpuPlace;
import org.schedlab.vm.topology.SchedDomain;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

/// What is read from the kernel's memory against what the same kernel says in `/sys`. Booting checks
/// the declaration.
@Tag("machine")
class TopologyIT {
    /// Two more with `./schedlab test --long`.
    static List<String> topologies() {
        return Boolean.getBoolean("schedlab.long")
                ? List.of("1n1l1c1t", "1n2l2c2t", "2n4l2c1t", "1n2l3c1t")
                : List.of("1n2l2c2t", "2n4l2c1t");
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void everyCpuIsAsInSys(String topology) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology(topology))) {
            Table table = TopologyTable.of(vm.topology(), "");
            assertThat(table.rowCount()).isEqualTo(vm.options().topology().cpus());
            for (int cpu = 0; cpu < table.rowCount(); cpu++) {
                assertThat(table.getString(cpu, "core")).isEqualTo(text(vm, cpu, "topology/thread_siblings_list"));
                assertThat(table.getString(cpu, "llc")).isEqualTo(text(vm, cpu, "cache/index3/shared_cpu_list"));
                assertThat(cpusOfNode(vm, table.intColumn("NUMA node").get(cpu)))
                        .contains(cpu);
            }
        }
    }

    @Test
    void domainsHaveTheKernelsNames() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("2n4l2c1t"))) {
            for (CpuPlace place : vm.topology().places()) {
                assertThat(place.domains())
                        .containsExactly(
                                new SchedDomain("MC", 2), new SchedDomain("PKG", 4), new SchedDomain("NUMA", 8));
            }
        }
    }

    private static List<Integer> cpusOfNode(VmSession vm, int node) {
        String text = text(vm, "/sys/devices/system/node/node%d/cpulist".formatted(node));
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        int last = Integer.parseInt(text.substring(dash + 1));
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static String text(VmSession vm, int cpu, String file) {
        return text(vm, "/sys/devices/system/cpu/cpu%d/%s".formatted(cpu, file));
    }

    private static String text(VmSession vm, String path) {
        return new String(vm.readFile(path), StandardCharsets.UTF_8).strip();
    }
}
