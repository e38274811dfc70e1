package org.schedlab.vm.spec;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// What a machine is made of. Two machines of equal spec, on the same QEMU, go through the same
/// states bit by bit.
///
/// @param kernelElf the kernel as an ELF file (vmlinux with a PVH note)
/// @param kernelSha256 SHA-256 of `kernelElf` in hex where the caller knows it; null: computed when
///     needed
/// @param initramfs the initial file system; its `/init` must come to the freeze point
/// @param initramfsSha256 of `initramfs`, likewise
/// @param topology the vCPUs
/// @param memoryBytes guest RAM, a multiple of 2 MiB, at least [#MIN_MEMORY]
/// @param quantumMicros longest turn of a vCPU in guest microseconds, and the grid of guest time on which
///     the machine can stand; 0: no bound but a grid of 1 ms
/// @param instructionNanos guest time of one instruction in virtual time: 1, 2, 4 or 8 ns; a live machine has
///     [#INSTRUCTION_NANOS]
/// @param seed of everything random in the guest: a word on its kernel's command line
/// @param kernelArguments more words for the kernel command line; may be empty
/// @param mode how its CPUs are run; a live machine has no quantum
/// @param qemu the QEMU to use; null: `$SCHEDLAB_QEMU`, else `qemu-system-x86_64` on the path
public record MachineSpec(
        Path kernelElf,
        @Nullable String kernelSha256,
        Path initramfs,
        @Nullable String initramfsSha256,
        Topology topology,
        long memoryBytes,
        long quantumMicros,
        int instructionNanos,
        long seed,
        String kernelArguments,
        Mode mode,
        @Nullable Path qemu) {

    /// 256 MiB: the mailbox lies at 128 MiB, and the kernel needs room around it.
    public static final long MIN_MEMORY = 256L << 20;

    /// What an instruction takes unless something else is asked for.
    public static final int INSTRUCTION_NANOS = 2;

    private static final int MOST_INSTRUCTION_NANOS = 8;

    /// QEMU ends turns by itself a tenth of a second after the CPUs were idle, see `stops.c`.
    private static final long MAX_QUANTUM_MICROS = 50_000;

    private static final long MEMORY_STEP = 2L << 20;

    public MachineSpec {
        if (memoryBytes < MIN_MEMORY || memoryBytes % MEMORY_STEP != 0) {
            throw LabException.asked("a machine cannot have " + memoryBytes + " bytes of memory")
                    .available("multiples of 2 MiB from " + (MIN_MEMORY >> 20) + " MiB on")
                    .remedy("ask for 512 MiB, which is plenty for most experiments")
                    .exception();
        }
        requireQuantum(quantumMicros);
        if (mode.live() && quantumMicros != 0) {
            throw LabException.asked(
                            String.format(Locale.ROOT, "a live machine cannot have a quantum of %d us", quantumMicros))
                    .found("a quantum bounds the turns of CPUs that are run by one thread in virtual time")
                    .remedy("leave the quantum out, or boot in virtual time")
                    .exception();
        }
        requireInstructionNanos(instructionNanos);
        if (mode.live() && instructionNanos != INSTRUCTION_NANOS) {
            throw LabException.asked(String.format(
                            Locale.ROOT, "an instruction of a live machine cannot take %d ns", instructionNanos))
                    .found("its instructions are not counted, and its clock goes with the host's")
                    .remedy("leave that out, or boot in virtual time")
                    .exception();
        }
        if (kernelArguments.chars().anyMatch(Character::isISOControl)) {
            throw LabException.asked("the kernel arguments contain a control character")
                    .found("'" + kernelArguments + "'")
                    .remedy("separate the words by single spaces")
                    .exception();
        }
    }

    /// Throws unless a machine can have this quantum.
    ///
    /// @param micros guest microseconds; 0 for none
    public static void requireQuantum(long micros) {
        if (micros < 0 || micros > MAX_QUANTUM_MICROS) {
            throw LabException.asked(String.format(Locale.ROOT, "a quantum of %d us cannot be programmed", micros))
                    .available(String.format(Locale.ROOT, "1 to %d us; 0 for none", MAX_QUANTUM_MICROS))
                    .remedy("use 20 us unless the quantum is what you study")
                    .exception();
        }
    }

    /// Throws unless an instruction can take that long.
    ///
    /// @param nanos guest nanoseconds
    public static void requireInstructionNanos(long nanos) {
        if (nanos < 1 || nanos > MOST_INSTRUCTION_NANOS || Long.bitCount(nanos) != 1) {
            throw LabException.asked(String.format(Locale.ROOT, "an instruction cannot take %d ns", nanos))
                    .available("1, 2, 4 and 8 ns: CPUs of 1000, 500, 250 and 125 million instructions a second")
                    .remedy("use 2 ns unless the speed of the CPU is what you study")
                    .exception();
        }
    }

    /// A machine of 512 MiB, topology `1n1l4c1t`, quantum 20 us, 2 ns an instruction, seed 1.
    public static MachineSpec of(Path kernelElf, Path initramfs) {
        return new MachineSpec(
                kernelElf,
                null,
                initramfs,
                null,
                new Topology(1, 1, 4, 1),
                512L << 20,
                20,
                INSTRUCTION_NANOS,
                1,
                "",
                Mode.VIRTUAL_TIME,
                null);
    }

    public MachineSpec withKernelSha256(String newSha256) {
        return with(draft -> draft.kernelSha256 = newSha256);
    }

    public MachineSpec withInitramfsSha256(String newSha256) {
        return with(draft -> draft.initramfsSha256 = newSha256);
    }

    public MachineSpec withTopology(Topology newTopology) {
        return with(draft -> draft.topology = newTopology);
    }

    public MachineSpec withMemoryBytes(long newBytes) {
        return with(draft -> draft.memoryBytes = newBytes);
    }

    public MachineSpec withQuantumMicros(long newQuantum) {
        return with(draft -> draft.quantumMicros = newQuantum);
    }

    public MachineSpec withInstructionNanos(int newNanos) {
        return with(draft -> draft.instructionNanos = newNanos);
    }

    public MachineSpec withSeed(long newSeed) {
        return with(draft -> draft.seed = newSeed);
    }

    public MachineSpec withKernelArguments(String newArguments) {
        return with(draft -> draft.kernelArguments = newArguments);
    }

    /// As this one, in another mode; a live one without quantum and speed.
    public MachineSpec withMode(Mode newMode) {
        return with(draft -> {
            draft.mode = newMode;
            draft.quantumMicros = newMode.live() ? 0 : quantumMicros;
            draft.instructionNanos = newMode.live() ? INSTRUCTION_NANOS : instructionNanos;
        });
    }

    private MachineSpec with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.spec();
    }

    /// A specification that is being changed; nobody sees it before it is checked.
    private static final class Draft {
        private final Path kernelElf;
        private final Path initramfs;
        private @Nullable String kernelSha256;
        private @Nullable String initramfsSha256;
        private Topology topology;
        private long memoryBytes;
        private long quantumMicros;
        private int instructionNanos;
        private long seed;
        private String kernelArguments;
        private Mode mode;
        private final @Nullable Path qemu;

        Draft(MachineSpec from) {
            kernelElf = from.kernelElf;
            initramfs = from.initramfs;
            kernelSha256 = from.kernelSha256;
            initramfsSha256 = from.initramfsSha256;
            topology = from.topology;
            memoryBytes = from.memoryBytes;
            quantumMicros = from.quantumMicros;
            instructionNanos = from.instructionNanos;
            seed = from.seed;
            kernelArguments = from.kernelArguments;
            mode = from.mode;
            qemu = from.qemu;
        }

        MachineSpec spec() {
            return new MachineSpec(
                    kernelElf,
                    kernelSha256,
                    initramfs,
                    initramfsSha256,
                    topology,
                    memoryBytes,
                    quantumMicros,
                    instructionNanos,
                    seed,
                    kernelArguments,
                    mode,
                    qemu);
        }
    }
}
