package org.schedlab.guest.cgroup;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CpusetSpecTest {
    /// Two nodes with two LLCs each, two cores in each LLC: CPUs 0 to 7.
    private static final Topology EIGHT = Topology.parse("2n4l2c1t");

    @Test
    void cpusAreFoundByWhatTheyShare() {
        assertThat(resolve(new CpusetSpec.Llc(0))).containsExactly(0, 1);
        assertThat(resolve(new CpusetSpec.Llc(3))).containsExactly(6, 7);
        assertThat(resolve(new CpusetSpec.Numa(1))).containsExactly(4, 5, 6, 7);
        assertThat(resolve(new CpusetSpec.Exact(List.of(5, 1, 5)))).containsExactly(1, 5);
    }

    @Test
    void partsAreOfTheWholeMachine() {
        assertThat(resolve(new CpusetSpec.Range(0, 0.25))).containsExactly(0, 1);
        assertThat(resolve(new CpusetSpec.Range(0.25, 1))).containsExactly(2, 3, 4, 5, 6, 7);
        assertThat(resolve(new CpusetSpec.Disjoint(0, 3))).containsExactly(0, 1);
        assertThat(resolve(new CpusetSpec.Disjoint(1, 3))).containsExactly(2, 3, 4);
        assertThat(resolve(new CpusetSpec.Disjoint(2, 3))).containsExactly(5, 6, 7);
        assertThat(resolve(new CpusetSpec.Overlap(0, 2, 0.5))).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(resolve(new CpusetSpec.Overlap(1, 2, 0.5))).containsExactly(0, 1, 4, 5, 6, 7);
        assertThat(resolve(new CpusetSpec.Overlap(0, 1, 1))).hasSize(8);
    }

    @Test
    void whatTheMachineDoesNotHaveIsRefused() {
        refused(new CpusetSpec.Llc(4), "0 to 3");
        refused(new CpusetSpec.Numa(-1), "0 to 1");
        refused(new CpusetSpec.Exact(List.of(8)), "CPU 0 to 7");
        refused(new CpusetSpec.Exact(List.of()), "no CPU at all");
        refused(new CpusetSpec.Range(0.5, 0.5), "0 <= start < end <= 1");
        refused(new CpusetSpec.Range(0, 1.5), "0 <= start < end <= 1");
        refused(new CpusetSpec.Range(0, 0.01), "no CPU at all");
        refused(new CpusetSpec.Disjoint(2, 2), "part 2 of 2");
        refused(new CpusetSpec.Disjoint(0, 9), "1 to 8 parts");
        refused(new CpusetSpec.Overlap(0, 2, 0), "a fraction above 0");
    }

    @Test
    void listsAreWrittenAsTheKernelWritesThem() {
        assertThat(CpusetSpec.text(List.of(5, 0, 1, 2, 7))).isEqualTo("0-2,5,7");
        assertThat(CpusetSpec.text(List.of(3))).isEqualTo("3");
    }

    private static List<Integer> resolve(CpusetSpec cpus) {
        return cpus.resolve(EIGHT);
    }

    private static void refused(CpusetSpec cpus, String words) {
        assertThatThrownBy(() -> resolve(cpus)).isInstanceOf(LabException.class).hasMessageContaining(words);
    }
}
