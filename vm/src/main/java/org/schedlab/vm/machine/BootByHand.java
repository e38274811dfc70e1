package org.schedlab.vm.machine;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

import org.schedlab.vm.Folders;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

/// Boots a machine from a shell and prints what happens: `BootByHand KERNEL-ELF INITRAMFS [TOPOLOGY
/// [PASSES]]`. For developers of the agent and of this package.
public final class BootByHand {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private BootByHand() {}

    static void main(String[] arguments) {
        PrintStream out = System.out;
        MachineSpec spec = MachineSpec.of(Path.of(arguments[0]), Path.of(arguments[1]));
        if (arguments.length > 2) {
            spec = spec.withTopology(Topology.parse(arguments[2]));
        }
        int passes = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        try (Machine machine = Machine.bootOrRestore(spec, Folders.ofUser(), new Printing(out), DEADLINE)) {
            out.println("frozen: pid " + machine.pid() + ", QEMU " + machine.qemuVersion());
            out.println("RAM " + machine.ramHash());
            for (int pass = 0; pass < passes; pass++) {
                long start = System.nanoTime();
                machine.thaw();
                machine.awaitFreeze(DEADLINE);
                out.println("pass " + pass + ": " + (System.nanoTime() - start) / 1000 + " us");
            }
            out.println("RAM " + machine.ramHash());
        }
    }

    private record Printing(PrintStream out) implements BootListener {
        @Override
        public void phase(String phase, Duration elapsed) {
            out.println("[" + elapsed.toMillis() + " ms] " + phase);
        }

        @Override
        public void consoleLine(String line, Duration elapsed) {
            out.println("[" + elapsed.toMillis() + " ms]   " + line);
        }
    }
}
