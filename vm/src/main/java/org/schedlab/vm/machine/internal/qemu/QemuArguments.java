package org.schedlab.vm.machine.internal.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.vm.spec.GuestLayout;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Mode;
import org.schedlab.vm.spec.Topology;

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
    /// The serial port, `ttyS1` in the guest, that the plugin writes to when the agent is to wake up.
    private static final String BELL = "bell";

    /// Tells the guest's agent that nobody watches its freeze point.
    private static final String LIVE = "schedlab.live";

    /// Tells the agent, if it is not the usual 2.
    private static final String INSTRUCTION_NANOS = "schedlab.instruction_ns=";

    /// A busy CPU's tick comes every 4 ms, so this bounds turns four times as often as the guest does.
    private static final long GRID_WITHOUT_QUANTUM = 1_000_000;

    private QemuArguments() {}

    /// The grid of guest time on which a machine in virtual time can stand: its quantum, or one of
    /// [#GRID_WITHOUT_QUANTUM].
    static long gridNanos(MachineSpec spec) {
        return spec.quantumMicros() == 0 ? GRID_WITHOUT_QUANTUM : spec.quantumMicros() * 1000;
    }

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
                "damon_stat.enabled=0",
                text("memmap=%dM$%#x", GuestLayout.MAILBOX_BYTES >> 20, GuestLayout.MAILBOX_ADDRESS),
                "schedlab.quantum_us=" + spec.quantumMicros(),
                "schedlab.seed=" + Long.toUnsignedString(spec.seed()));
        if (spec.instructionNanos() != MachineSpec.INSTRUCTION_NANOS) {
            words += " " + INSTRUCTION_NANOS + spec.instructionNanos();
        }
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
        addAccelerator(words, spec);
        add(words, "-cpu", "max,la57=off,cx16=%s,erms=off,rdrand=off,rdseed=off".formatted(cx16(spec.mode(), qemu)));
        add(words, "-seed", Long.toUnsignedString(spec.seed()));
        add(words, "-rtc", "base=2025-01-01,clock=vm");
        add(words, "-M", "q35,suppress-vmdesc=on" + (numa ? "" : ",memory-backend=ram"));
        add(words, "-m", (spec.memoryBytes() >> 20) + "M");
        add(
                words,
                "-object",
                text("memory-backend-file,id=ram,size=%dM,mem-path=%s,share=on", spec.memoryBytes() >> 20, RAM));
        add(
                words,
                "-smp",
                text(
                        "%d,sockets=%d,cores=%d,threads=%d",
                        topology.cpus(), topology.llcs(), topology.cores(), topology.threads()));
        if (numa) {
            addNodes(words, topology);
        }
        words.addAll(List.of("-nodefaults", "-no-user-config", "-no-reboot"));
        add(words, "-display", "none");
        add(words, "-chardev", text("file,id=console,path=%s,append=on", CONSOLE));
        add(words, "-serial", "chardev:console");
        add(words, "-qmp", text("unix:%s,server=off", QMP));
        if (!spec.mode().live()) {
            addFreezePoint(words, spec, plugin);
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

    /// Whether the guest's CPUs know `cmpxchg16b`. Without it the kernel's `kmalloc_nolock` gives nothing
    /// (mm/slub.c of 6.18), so BPF timers, task storage and arenas fail. With it and several threads, QEMU
    /// before 10 loses flags of the instruction.
    private static String cx16(Mode mode, Qemu qemu) {
        return mode == Mode.TCG_THREADS && qemu.major() < 10 ? "off" : "on";
    }

    /// QEMU takes the binary logarithm of what an instruction takes.
    private static void addAccelerator(List<String> words, MachineSpec spec) {
        switch (spec.mode()) {
            case VIRTUAL_TIME -> {
                add(words, "-accel", "tcg,thread=single");
                add(
                        words,
                        "-icount",
                        text("shift=%d,sleep=off", Integer.numberOfTrailingZeros(spec.instructionNanos())));
            }
            case KVM -> add(words, "-accel", "kvm");
            case TCG_ONE_THREAD -> add(words, "-accel", "tcg,thread=single");
            case TCG_THREADS -> add(words, "-accel", "tcg,thread=multi");
        }
    }

    private static void addFreezePoint(List<String> words, MachineSpec spec, Path plugin) {
        add(words, "-chardev", "null,id=" + BELL);
        add(words, "-device", text("isa-serial,chardev=%s,index=1", BELL));
        String file = plugin.toString().replace(",", ",,");
        add(
                words,
                "-plugin",
                text(
                        "%s,socket=%s,address=%#x,quantum=%d",
                        file, RENDEZVOUS, GuestLayout.FREEZE_POINT, gridNanos(spec)));
        // What the plugin saves is the devices and nothing around them.
        add(words, "-global", "migration.send-configuration=off");
    }

    private static void addNodes(List<String> words, Topology topology) {
        int perNode = topology.cpus() / topology.nodes();
        for (int node = 0; node < topology.nodes(); node++) {
            int first = node * perNode;
            int last = first + perNode - 1;
            String memory = node == 0 ? ",memdev=ram" : "";
            add(words, "-numa", text("node,nodeid=%d,cpus=%d-%d%s", node, first, last, memory));
        }
    }

    /// In digits that QEMU and the kernel read, whatever language the user speaks.
    @SuppressWarnings("AnnotateFormatMethod")
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void add(List<String> words, String option, String value) {
        words.add(option);
        words.add(value);
    }
}
