package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.CgroupChurn;
import org.schedlab.guest.work.FutexFanOut;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.RtStarvation;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.WakeChain;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerSpecTest {
    private static final Topology FOUR_CORES = Topology.parse("1n1l4c1t");
    private static final Topology TWO_LLCS = Topology.parse("2n2l2c2t");

    @Test
    void encodesEachChoice() {
        Fields fields = encode(WorkerSpec.sleeping(3, Duration.ofMillis(7))
                .policy(Policy.roundRobin(9))
                .nice(-4)
                .withCpus(0, 9)
                .withSeed(77)
                .inCgroup("a/b")
                .threads()
                .named("nap"));

        assertThat(fields.size()).isEqualTo(MailboxLayout.SPAWN_SIZE + MailboxLayout.SPAWN_CPU_SET_SIZE);
        assertThat(fields.number(MailboxLayout.SPAWN_KIND)).isEqualTo(MailboxLayout.WORK_SLEEP);
        assertThat(fields.number(MailboxLayout.SPAWN_COUNT)).isEqualTo(3);
        assertThat(fields.number(MailboxLayout.SPAWN_GROUP)).isEqualTo(1);
        assertThat(fields.number(MailboxLayout.SPAWN_POLICY)).isEqualTo(2);
        assertThat(fields.number(MailboxLayout.SPAWN_PRIORITY)).isEqualTo(9);
        assertThat(fields.number(MailboxLayout.SPAWN_NICE)).isEqualTo(-4);
        assertThat(fields.number(MailboxLayout.SPAWN_SEED)).isEqualTo(77);
        assertThat(fields.number(MailboxLayout.SPAWN_THREADS)).isEqualTo(1);
        assertThat(fields.number(MailboxLayout.SPAWN_PARAMETERS)).isEqualTo(7_000_000);
        assertThat(fields.text(MailboxLayout.SPAWN_COMM, 16)).isEqualTo("nap");
        assertThat(fields.text(MailboxLayout.SPAWN_CGROUP, 256)).isEqualTo("a/b");
        assertThat(fields.number(MailboxLayout.SPAWN_CPU_SETS)).isEqualTo(1);
        assertThat(fields.number(MailboxLayout.SPAWN_SIZE)).isEqualTo(0x201);
    }

    @Test
    void encodesDeadlinesAndPhases() {
        Fields fields = encode(WorkerSpec.of(
                        new Sequence(List.of(WorkPhase.spin(Duration.ofNanos(5)), WorkPhase.io(Duration.ofMillis(2)))),
                        1)
                .policy(Policy.deadline(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3))));

        assertThat(fields.number(MailboxLayout.SPAWN_POLICY)).isEqualTo(6);
        assertThat(fields.number(MailboxLayout.SPAWN_DEADLINE_RUNTIME)).isEqualTo(1_000_000);
        assertThat(fields.number(MailboxLayout.SPAWN_DEADLINE)).isEqualTo(2_000_000);
        assertThat(fields.number(MailboxLayout.SPAWN_DEADLINE_PERIOD)).isEqualTo(3_000_000);
        assertThat(fields.number(MailboxLayout.SPAWN_PHASES)).isEqualTo(2);
        Fields second = fields.at(MailboxLayout.SPAWN_PHASE_LIST + MailboxLayout.PHASE_SIZE, MailboxLayout.PHASE_SIZE);
        assertThat(second.number(MailboxLayout.PHASE_KIND)).isEqualTo(MailboxLayout.PHASE_KIND_IO);
        assertThat(second.number(MailboxLayout.PHASE_NANOS)).isEqualTo(2_000_000);
        assertThat(fields.number(MailboxLayout.SPAWN_CPU_SETS)).isZero();
    }

    @Test
    void affinitiesBecomeTheCpusOfTheTopology() {
        assertThat(new Affinity.Inherit().cpuSets(TWO_LLCS, 3)).isEmpty();
        assertThat(new Affinity.LlcAligned(1).cpuSets(TWO_LLCS, 3)).containsExactly(List.of(4, 5, 6, 7));
        assertThat(new Affinity.SmtSiblingPair(3).cpuSets(TWO_LLCS, 3)).containsExactly(List.of(6, 7));
        assertThat(new Affinity.SingleCpu(2).cpuSets(TWO_LLCS, 3)).containsExactly(List.of(2));
        assertThat(new Affinity.CrossCgroup().cpuSets(FOUR_CORES, 3)).containsExactly(List.of(0, 1, 2, 3));
        var drawn = new Affinity.RandomSubset(5, List.of(1, 2, 3), 2);
        assertThat(drawn.cpuSets(TWO_LLCS, 20))
                .hasSize(20)
                .isEqualTo(drawn.cpuSets(TWO_LLCS, 20))
                .contains(List.of(1, 2), List.of(1, 3), List.of(2, 3))
                .isNotEqualTo(new Affinity.RandomSubset(6, List.of(1, 2, 3), 2).cpuSets(TWO_LLCS, 20));
    }

    @Test
    void affinitiesThatTheTopologyDoesNotHaveAreRefused() {
        assertThatThrownBy(() -> new Affinity.LlcAligned(1).cpuSets(FOUR_CORES, 1))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("there is no LLC 1 in 1n1l4c1t");
        assertThatThrownBy(() -> new Affinity.SmtSiblingPair(0).cpuSets(FOUR_CORES, 1))
                .hasMessageContaining("there are no SMT siblings in 1n1l4c1t");
        assertThatThrownBy(() -> new Affinity.RandomSubset(1, List.of(1), 2))
                .hasMessageContaining("there is no affinity RandomSubset with count 2");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> WorkerSpec.spinning(0))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the number of workers is 0");
        assertThatThrownBy(() -> WorkerSpec.spinning(1).nice(20)).hasMessageContaining("-20 to 19");
        assertThatThrownBy(() -> Policy.fifo(50)).hasMessageContaining("priority 50 with FIFO");
        assertThatThrownBy(() -> Policy.deadline(Duration.ofMillis(2), Duration.ofMillis(1), Duration.ofMillis(3)))
                .hasMessageContaining("runtime PT0.002S");
        assertThatThrownBy(() -> encode(WorkerSpec.spinning(1).withCpus(-1))).hasMessageContaining("CPU -1");
        assertThatThrownBy(() -> encode(WorkerSpec.spinning(1).withCpus(64))).hasMessageContaining("CPU 64");
        assertThatThrownBy(() -> WorkerSpec.sleeping(1, Duration.ZERO))
                .hasMessageContaining("there is no Sleep with sleep PT0S");
        assertThatThrownBy(() -> WorkerSpec.spinning(1).inCgroup("a/../b")).hasMessageContaining("'a/../b'");
    }

    @Test
    void groupsMustBeWhole() {
        assertThatThrownBy(() -> WorkerSpec.of(new PipeIo(Duration.ZERO), 3))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("3 workers do not make whole groups of PipeIo")
                .hasMessageContaining("multiples of 2, such as 4");
        assertThatThrownBy(() -> WorkerSpec.of(new FutexFanOut(4, Duration.ZERO), 4))
                .hasMessageContaining("multiples of 5, such as 5");
        assertThatThrownBy(() -> new WakeChain(1, WakeChain.By.PIPE, Duration.ZERO))
                .hasMessageContaining("there is no WakeChain with depth 1");
    }

    @Test
    void choicesThatExcludeEachOtherAreRefused() {
        assertThatThrownBy(() -> WorkerSpec.of(new CgroupChurn(2, Duration.ofMillis(1)), 1)
                        .threads())
                .hasMessageContaining("a move takes the whole process along");
        assertThatThrownBy(() -> WorkerSpec.of(new RtStarvation(1, 1, 10, Duration.ofMillis(1)), 2)
                        .policy(Policy.fifo(3)))
                .hasMessageContaining("RtStarvation has real-time workers of its own");
    }

    private static Fields encode(WorkerSpec spec) {
        return Fields.of(SpawnRequest.encode(spec, FOUR_CORES, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a-name-of-16-char", "käse"})
    void refusesNamesTheKernelWouldChange(String name) {
        assertThatThrownBy(() -> WorkerSpec.spinning(1).named(name))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the name is '" + name + "'");
    }
}
