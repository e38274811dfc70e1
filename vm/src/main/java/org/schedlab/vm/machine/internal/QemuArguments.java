package org.schedlab.vm.machine.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.MachineSpec;
import org.schedlab.vm.machine.Mode;
import org.schedlab.vm.machine.Topology;

/// The command line that makes a machine bit-exact: one thread for all vCPUs, guest time from
/// instructions, no device that runs on a host clock, no randomness but the seed. A live machine is
/// made of the same parts, without the quantum's timer and the plugin. All paths of the session are
/// relative to QEMU's working folder, the machine's runtime folder.
public final class QemuArguments {
    public static final String RAM = "ram";
    public static final String CONSOLE = "console";
    static final String RENDEZVOUS = "rendezvous";
    /// The plugin under a name without spaces or colons, for the dynamic linker: it is preloaded too,
    /// see `gate.c`.
    public static final String GATE = "gate.so";
    static final String QMP = "qmp";

    /// Tells the guest's agent that nobody watches its freeze point.
    private static final String LIVE = "schedlab.live";

    private QemuArguments() {}

    /// The words on the guest kernel's command line.
    public static String kernelCommandLine(MachineSpec spec) {
        String words = String.join(
                " ",
                "console=ttyS0",
                "panic=-1",
                "nokaslr",
                "tsc=reliable",
                "no_timer_check",
                "mitigations=off",
                "cryptomgr.notests=1",
                "memmap=%dM$%#x".formatted(Machine.MAILBOX_BYTES >> 20, Machine.MAILBOX_ADDRESS),
                "schedlab.quantum_us=" + spec.quantumMicros(),
                "schedlab.seed=" + Long.toUnsignedString(spec.seed()));
        if (spec.mode().live()) {
            words += " " + LIVE;
        }
        return spec.kernelArguments().isBlank()
                ? words
                : words + " " + spec.kernelArguments().strip();
    }

    /// The whole command, QEMU first.
    ///
    /// @param incoming whether the machine's state comes from a checkpoint
    public static List<String> of(MachineSpec spec, Qemu qemu, Path plugin, boolean incoming) {
        Topology topology = spec.topology();
        boolean numa = topology.nodes() > 1;
        List<String> words = new ArrayList<>();
        words.add(qemu.binary().toAbsolutePath().toString());
        addAccelerator(words, spec.mode());
        add(words, "-cpu", "max,la57=off,cx16=off,erms=off,rdrand=off,rdseed=off");
        add(words, "-seed", Long.toUnsignedString(spec.seed()));
        add(words, "-rtc", "base=2025-01-01,clock=vm");
        add(words, "-M", numa ? "q35" : "q35,memory-backend=ram");
        add(words, "-m", (spec.memoryBytes() >> 20) + "M");
        add(
                words,
                "-object",
                "memory-backend-file,id=ram,size=%dM,mem-path=%s,share=on".formatted(spec.memoryBytes() >> 20, RAM));
        add(
                words,
                "-smp",
                "%d,sockets=%d,cores=%d,threads=%d"
                        .formatted(topology.cpus(), topology.llcs(), topology.cores(), topology.threads()));
        if (numa) {
            addNodes(words, topology);
        }
        words.addAll(List.of("-nodefaults", "-no-user-config", "-no-reboot"));
        add(words, "-display", "none");
        add(words, "-chardev", "file,id=console,path=%s,append=on".formatted(CONSOLE));
        add(words, "-serial", "chardev:console");
        add(words, "-qmp", "unix:%s,server=off".formatted(QMP));
        if (!spec.mode().live()) {
            addFreezePoint(words, plugin);
        }
        add(words, "-kernel", spec.kernelElf().toAbsolutePath().toString());
        add(words, "-initrd", spec.initramfs().toAbsolutePath().toString());
        add(words, "-append", kernelCommandLine(spec));
        words.add("-S");
        if (incoming) {
            add(words, "-incoming", "defer");
        }
        return List.copyOf(words);
    }

    private static void addAccelerator(List<String> words, Mode mode) {
        switch (mode) {
            case VIRTUAL_TIME -> {
                add(words, "-accel", "tcg,thread=single");
                add(words, "-icount", "shift=1,sleep=off");
            }
            case KVM -> add(words, "-accel", "kvm");
            case TCG_ONE_THREAD -> add(words, "-accel", "tcg,thread=single");
            case TCG_THREADS -> add(words, "-accel", "tcg,thread=multi");
        }
    }

    private static void addFreezePoint(List<String> words, Path plugin) {
        add(words, "-device", "i6300esb");
        String file = plugin.toString().replace(",", ",,");
        add(words, "-plugin", "%s,socket=%s,address=%#x".formatted(file, RENDEZVOUS, Machine.FREEZE_POINT));
    }

    private static void addNodes(List<String> words, Topology topology) {
        int perNode = topology.cpus() / topology.nodes();
        for (int node = 0; node < topology.nodes(); node++) {
            int first = node * perNode;
            int last = first + perNode - 1;
            String memory = node == 0 ? ",memdev=ram" : "";
            add(words, "-numa", "node,nodeid=%d,cpus=%d-%d%s".formatted(node, first, last, memory));
        }
    }

    private static void add(List<String> words, String option, String value) {
        words.add(option);
        words.add(value);
    }
}
