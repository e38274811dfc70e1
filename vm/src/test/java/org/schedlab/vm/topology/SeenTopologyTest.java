package org.schedlab.vm.topology;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SeenTopologyTest {
    private static final SchedDomain MC = new SchedDomain("MC", 2);
    private static final SchedDomain PKG = new SchedDomain("PKG", 4);

    private final Topology declared = Topology.parse("1n2l2c1t");

    @Test
    void seesNoDifferenceWhereThereIsNone() {
        assertThat(new SeenTopology(places(List.of(0, 1), 0, List.of(MC, PKG))).differences(declared))
                .isEmpty();
    }

    @Test
    void oneCpuHasNoDomains() {
        var alone = new CpuPlace(0, 0, List.of(0), List.of(0), List.of());

        assertThat(new SeenTopology(List.of(alone)).differences(Topology.parse("1n1l1c1t")))
                .isEmpty();
    }

    @Test
    void tellsAnLlcThatIsTooWide() {
        assertThat(new SeenTopology(places(List.of(0, 1, 2, 3), 0, List.of(MC, PKG))).differences(declared))
                .containsExactly("CPU 0 shares an LLC with [0, 1, 2, 3] instead of [0, 1]");
    }

    @Test
    void tellsAnotherNodeAndAMissingDomain() {
        assertThat(new SeenTopology(places(List.of(0, 1), 1, List.of(PKG))).differences(declared))
                .containsExactly(
                        "CPU 0 is in NUMA node 1 instead of 0",
                        "CPU 0 is in scheduling domains of [4] instead of [2, 4]");
    }

    @Test
    void refusesAnotherNumberOfCpus() {
        var seen = new SeenTopology(places(List.of(0, 1), 0, List.of(MC, PKG)));

        assertThatThrownBy(() -> seen.require(Topology.parse("1n1l8c1t")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the machine was to have the topology 1n1l8c1t")
                .hasMessageContaining("4 CPUs instead of 8");
    }

    /// Four CPUs in two LLCs as declared, but for the first.
    private static List<CpuPlace> places(List<Integer> llcOfFirst, int nodeOfFirst, List<SchedDomain> domainsOfFirst) {
        return IntStream.range(0, 4)
                .mapToObj(cpu -> cpu == 0
                        ? new CpuPlace(0, nodeOfFirst, List.of(0), llcOfFirst, domainsOfFirst)
                        : new CpuPlace(cpu, 0, List.of(cpu), cpu < 2 ? List.of(0, 1) : List.of(2, 3), List.of(MC, PKG)))
                .toList();
    }
}
