package org.schedlab.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

/// What machine to boot. A record of choices; each `with…` gives a copy with one choice changed.
///
/// @param kernel the kernel file; empty means `SCHEDLAB_KERNEL`, else the default that `schedlab
///     kernel fetch` chose
/// @param topology NUMA nodes, last-level caches, cores and threads
/// @param memoryBytes guest RAM, at least 256 MiB
/// @param quantumMicros the longest turn of one vCPU in guest microseconds; 0 lets QEMU choose
/// @param instructionNanos guest time of one instruction: 1, 2, 4 or 8 ns; the speed of the CPUs in virtual time
/// @param seed of everything random in the guest; see [#withSeed]
/// @param deadline how long the host waits for a sign of progress, such as a line on the guest's
///     console, while the machine comes up; ten times as long for all of it
/// @param lifetime how old the session may become in host time; empty means as old as it likes
/// @param isLive whether guest time goes with the host's, see [#live()]
public record BootOptions(
        Optional<Path> kernel,
        Topology topology,
        long memoryBytes,
        long quantumMicros,
        int instructionNanos,
        long seed,
        Duration deadline,
        Optional<Duration> lifetime,
        boolean isLive) {
    private static final long MEBIBYTE = 1L << 20;

    public BootOptions {
        MachineSpec.requireQuantum(quantumMicros);
        MachineSpec.requireInstructionNanos(instructionNanos);
        if (isLive && quantumMicros != 0) {
            throw LabException.asked(
                            String.format(Locale.ROOT, "a live machine cannot have a quantum of %d µs", quantumMicros))
                    .found("a quantum bounds the turns of CPUs in virtual time")
                    .remedy("leave the quantum out, or boot in virtual time: %boot without --live")
                    .exception();
        }
        if (isLive && instructionNanos != MachineSpec.INSTRUCTION_NANOS) {
            throw LabException.asked(String.format(
                            Locale.ROOT, "an instruction of a live machine cannot take %d ns", instructionNanos))
                    .found("its clock goes with the host's, and its instructions take what they take")
                    .remedy("leave that out, or boot in virtual time: %boot without --live")
                    .exception();
        }
    }

    /// Four CPUs with one last-level cache, 512 MiB, a quantum of 20 µs, 2 ns an instruction, seed 1, the default
    /// kernel.
    public static BootOptions defaults() {
        return new BootOptions(
                Optional.empty(),
                Topology.parse("1n1l4c1t"),
                512 * MEBIBYTE,
                20,
                MachineSpec.INSTRUCTION_NANOS,
                1,
                Duration.ofMinutes(3),
                Optional.empty(),
                false);
    }

    /// What a machine was made of that is restored: with these, an equal one boots.
    public static BootOptions of(MachineSpec spec) {
        return new BootOptions(
                Optional.of(spec.kernelElf()),
                spec.topology(),
                spec.memoryBytes(),
                spec.quantumMicros(),
                spec.instructionNanos(),
                spec.seed(),
                defaults().deadline(),
                Optional.empty(),
                spec.mode().live());
    }

    /// A live machine: its clock goes with the host's, also between calls, and it has no quantum. Its
    /// CPUs are the host's where KVM works, else emulated. Runs of it cannot be repeated, and there
    /// are no checkpoints.
    public BootOptions live() {
        return with(draft -> {
            draft.quantumMicros = 0;
            draft.instructionNanos = MachineSpec.INSTRUCTION_NANOS;
            draft.isLive = true;
        });
    }

    /// Another kernel.
    ///
    /// @param file a bzImage or an ELF vmlinux
    public BootOptions withKernel(Path file) {
        return with(draft -> draft.kernel = Optional.of(file));
    }

    /// Another topology.
    ///
    /// @param text NUMA nodes, last-level caches, cores per cache, threads per core: `1n1l4c1t`
    public BootOptions withTopology(String text) {
        return with(draft -> draft.topology = Topology.parse(text));
    }

    /// Another amount of guest RAM.
    ///
    /// @param text a number with `K`, `M`, `G` or `T`, for example `512M`: at least 256 MiB, in steps of
    ///     2 MiB, as much as shared memory holds
    /// @throws LabException if the text is not such a size
    public BootOptions withMemory(String text) {
        return with(draft -> draft.memoryBytes = MemorySize.parse(text));
    }

    /// Another quantum.
    ///
    /// @param micros guest microseconds, 0 for none
    public BootOptions withQuantumMicros(long micros) {
        return with(draft -> draft.quantumMicros = micros);
    }

    /// Another speed of the CPUs: what one instruction takes. 2 ns are 500 million instructions a second. Work of
    /// [org.schedlab.guest.work.Work] is given in time, so it has the more instructions the faster they are; what
    /// the kernel does keeps its instructions and takes more or less time.
    ///
    /// @param nanos guest nanoseconds: 1, 2, 4 or 8
    /// @throws LabException if it is none of these
    public BootOptions withInstructionNanos(long nanos) {
        MachineSpec.requireInstructionNanos(nanos);
        return with(draft -> draft.instructionNanos = (int) nanos);
    }

    /// Another seed. It stands on the guest kernel's command line, which the kernel stirs into its random
    /// numbers before it draws the first: another seed is another boot id, other addresses of stacks,
    /// libraries and heaps, other secrets of hash tables and another order of slab objects, and so other
    /// instruction paths and another interleaving. The same seed gives the same bits. What workers draw at
    /// random has a seed of its own, in their specification.
    ///
    /// Whatever was measured with one seed is one sample, however often it is repeated: n is the number of
    /// seeds. In a live machine it is stirred in among other things that nobody controls.
    ///
    /// @param number all 64 bits count
    public BootOptions withSeed(long number) {
        return with(draft -> draft.seed = number);
    }

    /// Another deadline: how long the machine may come up without a sign of progress, such as a line on
    /// the guest's console. Coming up may take ten times as long in all.
    ///
    /// @param hostTime above zero
    /// @throws LabException if it is not
    public BootOptions withDeadline(Duration hostTime) {
        if (!hostTime.isPositive()) {
            throw LabException.asked("a machine cannot come up within " + hostTime)
                    .available("host times above zero, such as 3m")
                    .exception();
        }
        return with(draft -> draft.deadline = hostTime);
    }

    /// A limit on the age of the session: then the machine ends, whatever it does.
    ///
    /// @param hostTime above zero
    public BootOptions withLifetime(Duration hostTime) {
        if (!hostTime.isPositive()) {
            throw LabException.asked("a session cannot live for " + hostTime)
                    .available("times above zero, such as 30m")
                    .exception();
        }
        return with(draft -> draft.lifetime = Optional.of(hostTime));
    }

    /// A machine of these options in a few words, for captions. What an instruction takes is said if it is not the
    /// usual 2 ns.
    ///
    /// @param mode what it became, as it says itself
    public String machineText(String mode) {
        if (isLive) {
            return "%s, %s".formatted(topology, mode);
        }
        String text = String.format(Locale.ROOT, "%s, %s, quantum %d µs", topology, mode, quantumMicros);
        return instructionNanos == MachineSpec.INSTRUCTION_NANOS
                ? text
                : String.format(Locale.ROOT, "%s, %d ns an instruction", text, instructionNanos);
    }

    /// Throws unless the machine is in virtual time.
    ///
    /// @param asked what cannot be done, for example `make a checkpoint`
    /// @throws LabException if the machine is live
    public void requireVirtualTime(String asked) {
        if (isLive) {
            throw LabException.asked("cannot %s of a live machine".formatted(asked))
                    .found("its clock goes with the host's: no moment of it can be kept or repeated")
                    .available("pause() and resume()")
                    .remedy("boot in virtual time: %boot without --live")
                    .exception();
        }
    }

    private BootOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /// Options that are being changed; nobody sees them before they are checked.
    private static final class Draft {
        private Optional<Path> kernel;
        private Topology topology;
        private long memoryBytes;
        private long quantumMicros;
        private int instructionNanos;
        private long seed;
        private Duration deadline;
        private Optional<Duration> lifetime;
        private boolean isLive;

        Draft(BootOptions from) {
            kernel = from.kernel;
            topology = from.topology;
            memoryBytes = from.memoryBytes;
            quantumMicros = from.quantumMicros;
            instructionNanos = from.instructionNanos;
            seed = from.seed;
            deadline = from.deadline;
            lifetime = from.lifetime;
            isLive = from.isLive;
        }

        BootOptions options() {
            return new BootOptions(
                    kernel, topology, memoryBytes, quantumMicros, instructionNanos, seed, deadline, lifetime, isLive);
        }
    }
}
