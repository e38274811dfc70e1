package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.schedlab.guest.Initramfs;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;

/// What a machine's seed varies: cold boots, as a restore would compare a machine with itself.
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "run by ./schedlab test --long")
@Tag("machine")
class SeedIT {
    private static final int START_STACK = 28;

    /// What differs between machines of different seeds, and of nothing else.
    private record Drawn(String bootId, String stack, String workersStack, String stateHash) {}

    @Test
    void eachSeedIsAnotherMachineAndTheSameEachTime() {
        List<Drawn> seeds = Stream.of(1L, 99L).map(SeedIT::boot).toList();

        assertThat(seeds.stream().map(Drawn::bootId)).doesNotHaveDuplicates();
        assertThat(seeds.stream().map(Drawn::stack)).doesNotHaveDuplicates();
        assertThat(seeds.stream().map(Drawn::workersStack)).doesNotHaveDuplicates();
        assertThat(seeds.stream().map(Drawn::stateHash)).doesNotHaveDuplicates();
        assertThat(boot(99)).isEqualTo(seeds.getLast());
    }

    private static Drawn boot(long seed) {
        Folders folders = Folders.ofUser();
        KernelImage image = KernelImage.open(KernelImage.find(null, folders), folders);
        MachineSpec spec = MachineSpec.of(image.elf(), Initramfs.build(folders).file())
                .withKernelSha256(image.sha256())
                .withTopology(Topology.parse("1n1l1c1t"))
                .withSeed(seed);
        try (Machine machine = Machine.boot(spec, folders, BootListener.SILENT, Duration.ofMinutes(3))) {
            Agent agent = new Agent(machine);
            String stack = field(agent, 1);
            Worker worker = agent.spawn(WorkerSpec.spinning(1)).getFirst();
            agent.run(Duration.ofMillis(20), Duration.ofMinutes(1));
            return new Drawn(
                    text(agent, "/proc/sys/kernel/random/boot_id"),
                    stack,
                    text(agent, "/proc/%d/maps".formatted(worker.pid()))
                            .lines()
                            .filter(line -> line.endsWith("[stack]"))
                            .findFirst()
                            .orElseThrow(),
                    machine.ramHash());
        }
    }

    private static String field(Agent agent, int pid) {
        String stat = text(agent, "/proc/%d/stat".formatted(pid));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_STACK - 3];
    }

    private static String text(Agent agent, String path) {
        return new String(agent.readFile(path), StandardCharsets.UTF_8).strip();
    }
}
