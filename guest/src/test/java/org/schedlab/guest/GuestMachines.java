package org.schedlab.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.guest.agent.Agent;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.image.KernelSeries;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

/// Machines of four CPUs for tests, restored from a checkpoint once it is there.
public final class GuestMachines {
    private static final Folders FOLDERS = Folders.ofUser();
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private GuestMachines() {}

    /// The default kernel and the newest, by release.
    public static List<String> releases() {
        return releases(KernelSeries.standard(), KernelSeries.newest());
    }

    /// The newest kernel; the oldest too with `./schedlab test --long`.
    public static List<String> newestReleases() {
        return Boolean.getBoolean("schedlab.long")
                ? releases(KernelSeries.oldest(), KernelSeries.newest())
                : releases(KernelSeries.newest());
    }

    /// The oldest kernel, the default one and the newest.
    public static List<String> allReleases() {
        return releases(KernelSeries.oldest(), KernelSeries.standard(), KernelSeries.newest());
    }

    private static List<String> releases(KernelSeries... series) {
        return Stream.of(series)
                .map(one -> FOLDERS.cache("kernels")
                        .relativize(one.require(FOLDERS))
                        .getName(0)
                        .toString())
                .toList();
    }

    /// A machine's RAM; the caller closes it.
    public static PhysicalMemory ram(Machine machine) {
        return PhysicalMemory.map(machine.ramFile(), machine.ram());
    }

    /// The agent of a machine.
    public static Agent agent(Machine machine, PhysicalMemory ram) {
        return new Agent(machine, memory(machine, ram));
    }

    /// The memory of a machine's kernel.
    public static KernelMemory memory(Machine machine, PhysicalMemory ram) {
        return new KernelMemory(ram, KernelImage.open(machine.spec().kernelElf(), FOLDERS));
    }

    /// A frozen machine; the caller closes it.
    public static Machine of(String release) {
        return of(release, Topology.parse("1n1l4c1t"));
    }

    /// A frozen machine of another topology; the caller closes it.
    public static Machine of(String release, Topology topology) {
        Path file = FOLDERS.cache("kernels").resolve(release).resolve("vmlinuz");
        KernelImage image = KernelImage.open(file, FOLDERS);
        MachineSpec spec = MachineSpec.of(image.elf(), Initramfs.build(FOLDERS).file())
                .withKernelSha256(image.sha256())
                .withTopology(topology);
        return Machine.bootOrRestore(spec, FOLDERS, BootListener.SILENT, DEADLINE);
    }
}
