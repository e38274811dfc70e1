package org.schedlab.vm.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.Folders;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;

/// A machine that is stopped, looked at, kept and restored goes through the states of one that is not.
@Tag("machine")
class NeutralStopsIT {
    private static final Duration LONG = Duration.ofMillis(20);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Folders folders = TestGuest.folders();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    /// Sixteen CPUs among the long proofs.
    static Stream<String> topologies() {
        Stream<String> small = Stream.of("1n1l1c1t", "1n1l2c1t", "1n1l4c1t");
        return Boolean.getBoolean("schedlab.long") ? Stream.concat(small, Stream.of("2n4l2c2t")) : small;
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void lookingChangesNothing(String topology) {
        String unseen = after(topology, machine -> machine.run(LONG, DEADLINE));

        assertThat(after(topology, machine -> steps(machine, 200)))
                .as("stepped")
                .isEqualTo(unseen);
        assertThat(after(topology, machine -> steps(machine, 1501)))
                .as("less than a grid step each")
                .isEqualTo(unseen);
        assertThat(after(topology, this::keeping)).as("with checkpoints").isEqualTo(unseen);
        assertThat(restoredOnTheWay(topology)).as("restored on the way").isEqualTo(unseen);
    }

    /// Time that was asked for and has not passed, because the machine stands beyond it, is kept with a
    /// machine that was restored and has not moved since.
    @Test
    void timeAskedForIsKept() {
        Duration little = Duration.ofNanos(5_000);
        Machine machine = started("1n1l1c1t");
        try {
            long asked = machine.askedNanos();
            for (int i = 1; i <= 3; i++) {
                machine.run(little, DEADLINE);
                Checkpoint here = machine.checkpoint(temporary.resolve("asked-" + i));
                machine.close();
                machine = Machine.restore(here, folders, TestGuest.BOOT);
                assertThat(machine.askedNanos() - asked).isEqualTo(i * little.toNanos());
            }
        } finally {
            machine.close();
        }
    }

    private static void steps(Machine machine, int count) {
        long start = machine.clockNanos();
        for (int i = 0; i < count; i++) {
            machine.run(LONG.dividedBy(count), DEADLINE);
        }
        long left = start + LONG.toNanos() - machine.askedNanos();
        if (left > 0) { // of a division with a rest
            machine.run(Duration.ofNanos(left), DEADLINE);
        }
    }

    private void keeping(Machine machine) {
        for (int i = 0; i < 5; i++) {
            machine.run(LONG.dividedBy(5), DEADLINE);
            machine.checkpoint(temporary.resolve("kept-" + machine.clockNanos()))
                    .remove();
        }
    }

    private String restoredOnTheWay(String topology) {
        Machine machine = started(topology);
        try {
            for (int i = 0; i < 5; i++) {
                machine.run(LONG.dividedBy(5), DEADLINE);
                Checkpoint here = machine.checkpoint(temporary.resolve("restored-" + machine.clockNanos()));
                machine.close();
                machine = Machine.restore(here, folders, TestGuest.BOOT);
            }
            return state(machine);
        } finally {
            machine.close();
        }
    }

    private String after(String topology, Consumer<Machine> way) {
        try (Machine machine = started(topology)) {
            way.accept(machine);
            return state(machine);
        }
    }

    private Machine started(String topology) {
        Machine machine = Machine.bootOrRestore(
                TestGuest.spec(folders).withTopology(Topology.parse(topology)), folders, BootListener.SILENT, DEADLINE);
        TestGuest.command(machine, TestGuest.BACKGROUND, 1_000_000);
        return machine;
    }

    private static String state(Machine machine) {
        return machine.clockNanos() + " " + machine.ramHash();
    }
}
