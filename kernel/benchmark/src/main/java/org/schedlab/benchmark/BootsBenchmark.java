package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.schedlab.guest.Initramfs;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

/// Measures cold boots of machines with few and with many CPUs, from QEMU's start to the agent's first
/// freeze point, without any checkpoint. Equal boots must end in equal bits.
record BootsBenchmark(PrintStream out) {
    private static final List<String> TOPOLOGIES = List.of("1n1l4c1t", "1n1l16c1t", "2n4l16c1t");
    private static final int BOOTS = 3;
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    void run() {
        Folders folders = Folders.ofUser();
        KernelImage image = KernelImage.open(KernelImage.find(null, folders), folders);
        MachineSpec spec = MachineSpec.of(image.elf(), Initramfs.build(folders).file());
        for (String topology : TOPOLOGIES) {
            measure(spec.withTopology(Topology.parse(topology)), folders);
        }
    }

    private void measure(MachineSpec spec, Folders folders) {
        double[] seconds = new double[BOOTS];
        Set<String> states = new HashSet<>();
        for (int boot = 0; boot < BOOTS; boot++) {
            long began = System.nanoTime();
            try (Machine machine = Machine.boot(spec, folders, BootListener.SILENT, DEADLINE)) {
                seconds[boot] = (System.nanoTime() - began) / 1e9;
                states.add(machine.ramHash());
            }
        }
        if (states.size() != 1) {
            throw new IllegalStateException("equal boots ended in other bits: " + states);
        }
        out.printf(
                Locale.ROOT, "cold boot with %d CPUs, s: %s%n", spec.topology().cpus(), Spread.of(seconds));
    }
}
