package org.schedlab.vm.spec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopologyTest {
    @ParameterizedTest
    @CsvSource({"1n1l4c1t, 4", "2n4l2c2t, 16", "1n1l1c1t, 1", "4n16l2c2t, 64", "1n3l5c1t, 15"})
    void readsWhatItWrites(String text, int cpus) {
        Topology topology = Topology.parse(text);

        assertThat(topology.cpus()).isEqualTo(cpus);
        assertThat(topology).hasToString(text);
    }

    @Test
    void levelsAreNodesLlcsCoresThreads() {
        assertThat(Topology.parse(" 2n6l4c1t ")).isEqualTo(new Topology(2, 6, 4, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "1n1l4c", "1n1l4c1t1x", "1l1n4c1t", "-1n1l4c1t", "1n1l99999c1t", "four"})
    void saysHowATopologyIsWritten(String text) {
        assertThatThrownBy(() -> Topology.parse(text))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("'" + text + "' is not a topology")
                .hasMessageContaining("1n1l4c1t");
    }

    @Test
    void refusesMoreCpusThanItCanHave() {
        assertThatThrownBy(() -> Topology.parse("1n1l65c1t"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("65 vCPUs")
                .hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> Topology.parse("9999n9999l9999c9999t")).hasMessageContaining("too large");
    }

    @Test
    void refusesLlcsThatNodesCannotShare() {
        assertThatThrownBy(() -> Topology.parse("2n3l4c1t"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("3 LLCs, which 2 NUMA nodes cannot share evenly")
                .hasMessageContaining("2n4l4c1t");
    }

    @Test
    void cpusRunThroughThreadsThenCoresThenLlcsThenNodes() {
        Topology topology = Topology.parse("2n4l2c2t");

        assertThat(topology.cpusOfCore(1)).containsExactly(2, 3);
        assertThat(topology.cpusOfLlc(1)).containsExactly(4, 5, 6, 7);
        assertThat(topology.cpusOfNode(1)).containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(topology.coreOf(3)).isEqualTo(1);
        assertThat(topology.llcOf(7)).isEqualTo(1);
        assertThat(topology.nodeOf(8)).isEqualTo(1);
    }

    @Test
    void namesTheGroupsThereAre() {
        assertThatThrownBy(() -> Topology.parse("2n4l2c2t").cpusOfLlc(4))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no LLC 4 in the topology 2n4l2c2t")
                .hasMessageContaining("0 to 3");
    }

    @Test
    void refusesEmptyLevels() {
        assertThatThrownBy(() -> Topology.parse("1n0l4c1t"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("at least 1");
    }
}
