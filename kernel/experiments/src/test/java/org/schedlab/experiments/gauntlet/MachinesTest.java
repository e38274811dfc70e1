package org.schedlab.experiments.gauntlet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.schedlab.experiments.gauntlet.Machines.Machine;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MachinesTest {
    private static final int LOADS = Load.all().size();

    private static List<Machine> all() {
        return List.of("6.16", "6.18", "7.3").stream()
                .flatMap(kernel -> Preset.all().stream().map(preset -> new Machine(kernel, preset)))
                .toList();
    }

    private static List<Machine> within(double seconds) {
        Machines machines = new Machines(all());
        List<Machine> chosen = new ArrayList<>();
        double left = seconds;
        for (Optional<Machine> next = machines.next(left, LOADS); next.isPresent(); next = machines.next(left, LOADS)) {
            chosen.add(next.get());
            left -= Machines.seconds(next.get().preset().topology(), LOADS);
        }
        return chosen;
    }

    @Test
    void twentyFourTopologies() {
        assertThat(Preset.all()).hasSize(24);
        assertThat(Preset.all().stream().map(Preset::name)).doesNotHaveDuplicates();
        assertThat(Preset.all().stream().map(Preset::topology)).doesNotHaveDuplicates();
        assertThat(Preset.all().stream().mapToInt(each -> each.topology().cpus()))
                .contains(1, 64)
                .allMatch(cpus -> cpus <= Topology.MAX_CPUS);
        assertThat(Preset.named("smt-2llc").topology()).hasToString("1n2l2c2t");
        assertThat(Preset.named("1n2l2c2t").name()).isEqualTo("smt-2llc");
        assertThat(Preset.named("1n2l5c1t").topology().cpus()).isEqualTo(10);
        assertThatThrownBy(() -> Preset.named("huge"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("smt-2llc");
        assertThatThrownBy(() -> Load.named("idle"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("weights");
    }

    /// With time for a tenth of it all, each kernel and nearly each kind of topology was met.
    @Test
    void theMostTellingComeFirst() {
        double whole = all().stream()
                .mapToDouble(each -> Machines.seconds(each.preset().topology(), LOADS))
                .sum();
        List<Machine> first = within(whole / 10);
        Set<String> kinds = new HashSet<>();
        first.forEach(each -> kinds.addAll(Machines.kinds(each.preset().topology())));
        assertThat(first.stream().map(Machine::kernel)).contains("6.16", "6.18", "7.3");
        assertThat(kinds)
                .contains(
                        "one CPU", "few CPUs", "some CPUs", "several LLCs", "several nodes", "SMT", "no power of two");
        assertThat(first.size()).isLessThan(all().size() / 3);
        assertThat(first.get(0).preset()).isNotEqualTo(first.get(1).preset());
    }

    @Test
    void nothingThatDoesNotFitAndInTheEndAll() {
        assertThat(within(1)).isEmpty();
        assertThat(within(Double.POSITIVE_INFINITY)).hasSize(72).doesNotHaveDuplicates();
        double spent = within(300).stream()
                .mapToDouble(each -> Machines.seconds(each.preset().topology(), LOADS))
                .sum();
        assertThat(spent).isBetween(200.0, 300.0);
    }

    /// What took twice as long as estimated halves what is left.
    @Test
    void theHostsSpeedCounts() {
        assertThat(new Spending(Optional.empty()).left()).isInfinite();
        Spending spending = new Spending(Optional.of(Duration.ofHours(1)));
        assertThat(spending.left()).isBetween(3500.0, 3600.0);
        spending.spent(Duration.ofSeconds(20).toNanos(), 10);
        assertThat(spending.left()).isBetween(1750.0, 1800.0);
    }
}
