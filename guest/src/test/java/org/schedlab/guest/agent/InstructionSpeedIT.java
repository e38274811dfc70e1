package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.guest.Initramfs;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Machines whose instructions take 1, 2, 4 and 8 ns, booted, and each the same twice. How long work takes is told
/// by the guest's `/proc/PID/schedstat`.
@Tag("machine")
class InstructionSpeedIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration WORK = Duration.ofMillis(100);

    /// @param cpuNanos of one worker with [#WORK] to do
    private record Ran(long cpuNanos, String stateHash) {}

    @ParameterizedTest
    @ValueSource(ints = {8, 1, 2, 4})
    void workTakesAsLongAsAskedAndAnEqualRunEndsInEqualBits(int nanos) {
        assumeTrue(nanos == 8 || Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        Ran first = run(nanos);
        assertThat(first.cpuNanos()).isBetween(WORK.toNanos(), WORK.toNanos() * 105 / 100);
        assertThat(run(nanos)).isEqualTo(first);
    }

    private static Ran run(int nanos) {
        Folders folders = Folders.ofUser();
        KernelImage image = KernelImage.open(KernelImage.find(null, folders), folders);
        MachineSpec spec = MachineSpec.of(image.elf(), Initramfs.build(folders).file())
                .withKernelSha256(image.sha256())
                .withTopology(Topology.parse("1n1l1c1t"))
                .withInstructionNanos(nanos);
        // Only cold boots say that all of a machine is repeated, and they take long.
        try (Machine machine = Boolean.getBoolean("schedlab.long")
                ? Machine.boot(spec, folders, BootListener.SILENT, Duration.ofMinutes(3))
                : Machine.bootOrRestore(spec, folders, BootListener.SILENT, Duration.ofMinutes(3))) {
            Agent agent = new Agent(machine);
            Sequence work = new Sequence(List.of(WorkPhase.spin(WORK), WorkPhase.sleep(Duration.ofHours(1))));
            Worker worker = agent.spawn(WorkerSpec.of(work, 1)).getFirst();
            agent.run(WORK.multipliedBy(2), PATIENCE);
            String schedstat =
                    new String(agent.readFile("/proc/%d/schedstat".formatted(worker.pid())), StandardCharsets.UTF_8);
            return new Ran(Long.parseLong(schedstat.split(" ", -1)[0]), machine.ramHash());
        }
    }
}
