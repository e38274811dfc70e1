package org.schedlab.mcp.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.time.RewoundInstant;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelSeries;

/// The machine and its time.
final class MachineTools {
    private static final double LONGEST_RUN_MILLIS = 60_000;

    private MachineTools() {}

    static List<LabTool> all() {
        return List.of(
                LabTool.looks(
                        "kernels",
                        "Kernels that can be booted",
                        "The Linux kernels that are on this host, by release. Needs no machine.",
                        Schema.none(),
                        MachineTools::kernels),
                LabTool.moves(
                        "boot",
                        "Boot a machine",
                        "Boots a virtual machine with a real Linux kernel, in place of the one before (whose state is"
                                + " lost). The first boot of a kind takes 10 to 60 s of host time, later ones less than"
                                + " a second. Its clock then stands still until run. The kernel's own scheduler, EEVDF,"
                                + " is in charge.",
                        Schema.none()
                                .textIf(
                                        "topology",
                                        "NUMA nodes, last-level caches, cores per cache, threads per core; 1n1l4c1t (4"
                                                + " CPUs) without this")
                                .textIf("memory", "guest RAM, at least 256M; 512M without this")
                                .textIf("kernel", "a release or series that kernels lists, or a file")
                                .wholeIf(
                                        "seed",
                                        0,
                                        Long.MAX_VALUE,
                                        "of everything random in the guest's kernel; 1 without this. Another seed is"
                                                + " another sample")
                                .wholeIf(
                                        "instruction_ns",
                                        1,
                                        8,
                                        "the CPU's speed: guest time that an instruction takes, 1, 2, 4 or 8 ns; 2"
                                                + " without this"),
                        MachineTools::boot),
                LabTool.moves(
                        "run",
                        "Let guest time pass",
                        "Lets the guest run for some milliseconds of guest time, then stops it again. One instruction"
                                + " takes 2 ns of guest time unless boot was told otherwise; idle time is skipped. Says if a scheduler ended by itself"
                                + " meanwhile.",
                        Schema.none().number("ms", 0.001, LONGEST_RUN_MILLIS, "guest time in milliseconds"),
                        MachineTools::run),
                LabTool.moves(
                        "checkpoint",
                        "Keep this instant",
                        "Keeps the present instant under a name, for rewind. No guest time passes; the guest does not"
                                + " notice.",
                        Schema.none().text("name", "of the checkpoint; one that has it is replaced"),
                        (session, given) -> {
                            SessionCheckpoint made = session.vm().checkpoint(given.text("name"));
                            return Answer.of(made.text());
                        }),
                LabTool.looks(
                        "checkpoints",
                        "Instants that were kept",
                        "The checkpoints that rewind can come back to, oldest first.",
                        Schema.none().limit(50),
                        (session, given) -> Answer.of(session.vm().checkpoints().table(), given.limit(50))),
                LabTool.moves(
                        "rewind",
                        "Go back in time",
                        "Brings the machine back, with its schedulers and workers: to a checkpoint, or to where it sees"
                                + " an instant of its past come (within 20 µs before it). Works after a panic too. What"
                                + " was started later is gone; a checkpoint of later can still be gone to.",
                        Schema.none()
                                .textIf("checkpoint", "its name")
                                .wholeIf(
                                        "guest_time_ns",
                                        0,
                                        Long.MAX_VALUE,
                                        "an instant, as tables show it (CLOCK_MONOTONIC of the guest, in ns)"),
                        MachineTools::rewind),
                new LabTool(
                        "shutdown",
                        "End the machine",
                        "Ends the machine; its state is lost. boot starts another.",
                        Schema.none(),
                        LabTool.Effect.ENDS,
                        Duration.ofMinutes(1),
                        (session, _) ->
                                Answer.of(session.shutdown() ? "the machine is gone" : "there was no machine")));
    }

    private static Answer kernels(LabSession session, Arguments given) {
        List<String> kernels = KernelSeries.cached(Folders.ofUser());
        return new Answer(
                kernels.isEmpty()
                        ? "no kernel is here; ./schedlab kernel fetch fetches one"
                        : String.join("\n", kernels),
                Map.of("kernels", kernels));
    }

    private static Answer boot(LabSession session, Arguments given) {
        BootOptions options = BootOptions.defaults()
                .withTopology(given.textIf("topology").orElse("1n1l4c1t"))
                .withMemory(given.textIf("memory").orElse("512M"))
                .withSeed(given.whole("seed", 1))
                .withInstructionNanos(given.whole("instruction_ns", 2));
        VmSession vm = session.boot(
                given.textIf("kernel").map(Path::of).map(options::withKernel).orElse(options));
        return Answer.of("booted " + vm);
    }

    private static Answer run(LabSession session, Arguments given) {
        VmSession vm = session.vm();
        long from = vm.instant().guestTimeNanos();
        vm.run(given.millis("ms"));
        long to = vm.instant().guestTimeNanos();
        return Answer.of("ran for " + MeasuredAt.seconds(to - from) + " of guest time")
                .with("from_ns", from)
                .with("to_ns", to);
    }

    private static Answer rewind(LabSession session, Arguments given) {
        if (given.textIf("checkpoint").isPresent()
                == given.numberIf("guest_time_ns").isPresent()) {
            throw LabException.asked("rewind needs one place to go back to")
                    .available("checkpoint (a name), or guest_time_ns (an instant)")
                    .remedy("give one of the two")
                    .exception();
        }
        if (given.textIf("checkpoint").isPresent()) {
            MeasuredAt _ = session.vm().rewind(given.text("checkpoint"));
            return Answer.of("the machine stands at the checkpoint " + given.text("checkpoint"));
        }
        RewoundInstant place = session.vm().rewind(given.whole("guest_time_ns"));
        return Answer.of(place.text());
    }
}
