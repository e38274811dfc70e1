package org.schedlab.vm.trace;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProbeTest {
    private static final long ADDRESS = 0xffff_ffff_8100_0000L;

    @Test
    void itIsWhatItsPartsSay() {
        assertThat(Probe.log(3, ADDRESS).upTo(ADDRESS + 7).onCpus(Set.of(1)).skipping(9))
                .isEqualTo(new Probe(
                        3, ADDRESS, ADDRESS + 7, Probe.Kind.LOG, Set.of(1), 9, List.of(), Condition.ALWAYS, 0));
        assertThat(Probe.freeze(0, ADDRESS).kind()).isEqualTo(Probe.Kind.FREEZE);
    }

    @Test
    void whatIsNoProbeIsRefused() {
        Probe probe = Probe.log(0, ADDRESS);
        assertThatThrownBy(() -> Probe.log(-1, ADDRESS)).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> probe.upTo(ADDRESS - 1))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("below its first");
        assertThat(probe.upTo(-1).last()).as("addresses have no sign").isEqualTo(-1);
        assertThatThrownBy(() -> Probe.log(0, -1).upTo(1)).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> probe.onCpus(Set.of(256)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("CPUs 0 to 255");
        assertThatThrownBy(() -> probe.skipping(-1)).isInstanceOf(LabException.class);
    }
}
