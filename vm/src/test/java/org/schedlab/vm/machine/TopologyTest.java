package org.schedlab.vm.machine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopologyTest {
    @ParameterizedTest
    @CsvSource({"1n1l4c1t, 4", "2n2l2c2t, 16", "1n1l1c1t, 1", "4n4l2c2t, 64", "1n3l5c1t, 15"})
    void readsWhatItWrites(String text, int cpus) {
        Topology topology = Topology.parse(text);

        assertThat(topology.cpus()).isEqualTo(cpus);
        assertThat(topology).hasToString(text);
    }

    @Test
    void levelsAreNodesLlcsCoresThreads() {
        assertThat(Topology.parse(" 2n3l4c1t ")).isEqualTo(new Topology(2, 3, 4, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "1n1l4c", "1n1l4c1t1x", "1l1n4c1t", "-1n1l4c1t", "1n1l99999c1t", "four"})
    void saysHowATopologyIsWritten(String text) {
        assertThatThrownBy(() -> Topology.parse(text))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("'" + text + "' is no topology")
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
    void refusesEmptyLevels() {
        assertThatThrownBy(() -> Topology.parse("1n0l4c1t"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("at least 1");
    }
}
