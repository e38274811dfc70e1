package org.schedlab.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.lab.BootOptions;

/// What is chosen of a hunt's machine beside its topology, in words: a find comes again only on the same machine.
/// Stateless.
final class MachineWords {
    private static final long MEBIBYTE = 1 << 20;

    private MachineWords() {}

    /// @param option of `%boot`
    /// @param value of it
    /// @param java the same of [BootOptions]
    private record Word(String option, String value, String java) {}

    private static List<Word> all(BootOptions machine) {
        BootOptions usual = BootOptions.defaults();
        List<Word> words = new ArrayList<>();
        machine.kernel()
                .ifPresent(file -> words.add(new Word(
                        "kernel",
                        file.toString(),
                        ".withKernel(java.nio.file.Path.of(\"%s\"))"
                                .formatted(file.toString().replace("\\", "\\\\")))));
        if (machine.memoryBytes() != usual.memoryBytes()) {
            String memory = String.format(Locale.ROOT, "%dM", machine.memoryBytes() / MEBIBYTE);
            words.add(new Word("memory", memory, ".withMemory(\"%s\")".formatted(memory)));
        }
        if (machine.quantumMicros() != usual.quantumMicros()) {
            words.add(number("quantum-us", machine.quantumMicros(), "withQuantumMicros"));
        }
        if (machine.instructionNanos() != usual.instructionNanos()) {
            words.add(number("instruction-ns", machine.instructionNanos(), "withInstructionNanos"));
        }
        if (machine.seed() != usual.seed()) {
            words.add(number("seed", machine.seed(), "withSeed"));
        }
        return words;
    }

    private static Word number(String option, long value, String method) {
        return new Word(
                option, String.format(Locale.ROOT, "%d", value), String.format(Locale.ROOT, ".%s(%dL)", method, value));
    }

    /// Such as ` --memory 1024M --seed 7`; empty if all is as usual.
    static String boot(BootOptions machine) {
        StringBuilder text = new StringBuilder();
        for (Word each : all(machine)) {
            String value = each.value().contains(" ") ? "'" + each.value() + "'" : each.value();
            text.append(" --").append(each.option()).append(' ').append(value);
        }
        return text.toString();
    }

    /// Such as `.machine(org.schedlab.lab.BootOptions.defaults().withSeed(7L))`; empty if all is as usual.
    static String hunt(BootOptions machine) {
        StringBuilder text = new StringBuilder();
        all(machine).forEach(each -> text.append(each.java()));
        return text.isEmpty() ? "" : ".machine(org.schedlab.lab.BootOptions.defaults()" + text + ")";
    }
}
