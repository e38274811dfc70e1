package org.schedlab.lab.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.schedlab.guest.Initramfs;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.UsedCode;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.MachineSpec;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Everything that a session's bits come from, apart from the calls that were made: two sessions of
/// equal provenance that are given equal calls go through equal states.
///
/// @param machine what and its value: versions, hashes, topology, quantum, seed, mode; `instruction_ns` only if it is
///     not the usual 2
/// @param schedulers that were put in charge so far, in order
/// @param programs of this host that were brought in so far: a hash of each with all its files, by the
///     executable's name
public record Provenance(Map<String, String> machine, List<SchedulerObject> schedulers, Map<String, String> programs)
        implements Tabular {
    /// The value of `mode` when equal calls give equal bits.
    public static final String VIRTUAL_TIME = "virtual time";

    public Provenance {
        machine = java.util.Collections.unmodifiableMap(new TreeMap<>(machine));
        schedulers = List.copyOf(schedulers);
        programs = java.util.Collections.unmodifiableMap(new TreeMap<>(programs));
    }

    static Provenance of(GuestMachine guest, BootOptions options, UsedCode used) {
        Machine machine = guest.machine();
        Map<String, String> facts = new TreeMap<>();
        facts.put("schedlab", version());
        facts.put("kernel", guest.image().release());
        facts.put("kernel_sha256", guest.image().sha256());
        facts.put("qemu", machine.qemuVersion());
        facts.put("qemu_arguments", String.join(" ", withoutPlaces(machine)));
        facts.put("agent_sha256", Initramfs.agentSha256());
        Optional<Checkpoint.MadeWith> madeWith = machine.origin().map(Checkpoint::madeWith);
        madeWith.ifPresent(made -> {
            facts.put("initramfs_sha256", made.initramfsSha256());
            facts.put("plugin_sha256", made.pluginSha256());
        });
        facts.put("topology", options.topology().toString());
        facts.put("memory_bytes", Long.toString(options.memoryBytes()));
        facts.put("quantum_us", Long.toString(options.quantumMicros()));
        if (options.instructionNanos() != MachineSpec.INSTRUCTION_NANOS) {
            facts.put("instruction_ns", Integer.toString(options.instructionNanos()));
        }
        facts.put("seed", Long.toString(options.seed()));
        facts.put("mode", guest.mode());
        return new Provenance(facts, used.schedulers(), used.programs());
    }

    private static String version() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /// QEMU's command line, with names where it names files of this host.
    private static List<String> withoutPlaces(Machine machine) {
        MachineSpec spec = machine.spec();
        Map<String, String> names = Map.of(
                spec.kernelElf().toAbsolutePath().toString(),
                "vmlinux",
                spec.initramfs().toAbsolutePath().toString(),
                "initramfs");
        List<String> command = machine.commandLine();
        List<String> words = new ArrayList<>();
        for (String word : command.subList(1, command.size())) {
            boolean plugin = !words.isEmpty() && words.getLast().equals("-plugin");
            words.add(plugin ? word.replaceFirst("^.*\\.so,", "rendezvous.so,") : names.getOrDefault(word, word));
        }
        return words;
    }

    /// A row for each fact: `what`, `value`; then a row for each scheduler with the hash of its BPF
    /// object, and for each program with the hash of its files.
    @Override
    public Table table() {
        var what = StringColumn.create("what");
        var value = StringColumn.create("value");
        machine.forEach((name, fact) -> {
            what.append(name);
            value.append(fact);
        });
        for (SchedulerObject scheduler : schedulers) {
            what.append("scheduler " + scheduler.name() + " sha256");
            value.append(scheduler.sha256());
        }
        programs.forEach((name, sha256) -> {
            what.append("program " + name + " sha256");
            value.append(sha256);
        });
        return CaptionedTable.titled("provenance", what, value);
    }
}
