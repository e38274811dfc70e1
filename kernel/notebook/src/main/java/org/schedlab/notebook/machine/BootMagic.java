package org.schedlab.notebook.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.BootNames;
import org.schedlab.notebook.names.FileNames;

/// `%boot`: starts the machine that the cells below talk to; the one before it ends, unless the boot fails.
final class BootMagic implements LineMagic {
    @Override
    public String name() {
        return "boot";
    }

    @Override
    public String usage() {
        return "%boot [--live] [--topology SHAPE] [--memory SIZE] … — starts a machine; the one before it ends";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(
                MagicOption.flag("live", "guest time goes with the host's, also between cells; KVM where it works"),
                new MagicOption("topology", "SHAPE", "NUMA nodes, LLCs, cores per LLC, threads per core: 1n1l4c1t"),
                new MagicOption("memory", "SIZE", "guest RAM, 256M and more: 512M"),
                new MagicOption(
                        "kernel", "FILE", "a bzImage or an ELF vmlinux; else what 'schedlab kernel fetch' chose"),
                new MagicOption(
                        "quantum-us", "N", "the longest turn of one vCPU in guest microseconds, 0 for none: 20"),
                new MagicOption(
                        "instruction-ns",
                        "N",
                        "guest nanoseconds that one instruction takes, the CPUs' speed: 1, 2, 4 or 8: 2"),
                new MagicOption(
                        "seed",
                        "N",
                        "of everything random in the guest, 1 if not given; n runs of one seed are one sample"),
                new MagicOption(
                        "deadline",
                        "TIME",
                        "host time without a line on the guest's console after which a boot is given up: 3m"),
                new MagicOption("lifetime", "TIME", "host time after which the session ends, such as 90s or 30m"),
                MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return switch (word.option()) {
            case "topology" -> BootNames.topologies();
            case "memory" -> BootNames.memories();
            case "quantum-us" -> valued("guest microseconds; 0 is none", "20", "0", "50", "100");
            case "instruction-ns" -> valued("guest nanoseconds an instruction", "2", "1", "4", "8");
            case "seed" -> valued("of everything random", "1", "2", "3");
            case "deadline" -> valued("of host time without a sign of progress", "3m", "10m", "1h");
            case "lifetime" -> valued("of host time", "90s", "30m", "2h");
            case "kernel" -> FileNames.kernels(word.typed());
            default -> List.of();
        };
    }

    private static List<Suggestion> valued(String what, String... values) {
        return Stream.of(values).map(value -> Suggestion.of(value, what)).toList();
    }

    @Override
    public boolean takesArguments() {
        return false;
    }

    @Override
    public Object run(MagicCall call) {
        if (call.flag("java")) {
            return java(call);
        }
        BootOptions options = options(call);
        VmSession session = Lab.boot(options);
        return String.format(
                Locale.ROOT,
                "Linux %s on %s, %d MiB of memory; the guest's clock stands at %s",
                session.image().release(),
                session.instant().machine(),
                options.memoryBytes() >> 20,
                session.instant().time());
    }

    private static BootOptions options(MagicCall call) {
        BootOptions options = BootOptions.defaults();
        options = call.option("topology").map(options::withTopology).orElse(options);
        options = call.option("memory").map(options::withMemory).orElse(options);
        options = call.option("kernel").map(Path::of).map(options::withKernel).orElse(options);
        options = call.flag("live") ? options.live() : options;
        options = call.integer("quantum-us").map(options::withQuantumMicros).orElse(options);
        options = call.integer("instruction-ns")
                .map(options::withInstructionNanos)
                .orElse(options);
        options = call.integer("seed").map(options::withSeed).orElse(options);
        options = call.option("deadline")
                .map(HostTime::parse)
                .map(options::withDeadline)
                .orElse(options);
        return call.option("lifetime")
                .map(HostTime::parse)
                .map(options::withLifetime)
                .orElse(options);
    }

    private static String java(MagicCall call) {
        var code = new StringBuilder("boot(BootOptions.defaults()");
        if (call.flag("live")) {
            code.append(".live()");
        }
        call.option("topology").ifPresent(shape -> code.append(".withTopology(\"" + shape + "\")"));
        call.option("memory").ifPresent(size -> code.append(".withMemory(\"" + size + "\")"));
        call.option("kernel").ifPresent(file -> code.append(".withKernel(java.nio.file.Path.of(\"" + file + "\"))"));
        call.integer("quantum-us").ifPresent(micros -> code.append(".withQuantumMicros(" + micros + ")"));
        call.integer("instruction-ns").ifPresent(nanos -> code.append(".withInstructionNanos(" + nanos + ")"));
        call.integer("seed").ifPresent(seed -> code.append(".withSeed(" + seed + ")"));
        call.option("deadline")
                .map(HostTime::parse)
                .ifPresent(time -> code.append(".withDeadline(s(" + time.toSeconds() + "))"));
        call.option("lifetime")
                .map(HostTime::parse)
                .ifPresent(time -> code.append(".withLifetime(s(" + time.toSeconds() + "))"));
        return code.append(")").toString();
    }
}
