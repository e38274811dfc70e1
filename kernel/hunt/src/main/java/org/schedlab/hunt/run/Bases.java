package org.schedlab.hunt.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.hunt.scenario.NotebookJava;
import org.schedlab.hunt.scenario.Step;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.session.VmSession;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.CheckpointPin;

/// Machines in which the scheduler is in charge already, one for each topology, kept as checkpoints from which every
/// scenario starts. Thread-safe; whoever makes them closes them, which removes the checkpoints.
public final class Bases implements AutoCloseable {
    /// Guest time between attaching and the first step: what attaching stirs up has come to rest.
    public static final Duration SETTLE = Duration.ofMillis(20);

    /// Guest time in which a scheduler that does not bear that a CPU goes has left.
    private static final Duration LEAVING = Duration.ofMillis(500);

    private static final Path SH = Path.of("/bin/sh");

    private final Path folder;
    private final BootOptions machine;
    private final Scheduler scheduler;
    private final BootListener listener;
    private final Map<String, Path> made = new HashMap<>();
    private final List<CheckpointPin> pins = new ArrayList<>();

    /// @param folder for the checkpoints; what is in it goes
    /// @param machine what all of them have in common but for the topology
    /// @param listener is told notices of their boots
    public Bases(Path folder, BootOptions machine, Scheduler scheduler, BootListener listener) {
        this.folder = folder;
        this.machine = machine;
        this.scheduler = scheduler;
        this.listener = listener;
        close();
    }

    /// The checkpoint of a topology; the first call makes it.
    ///
    /// @throws org.schedlab.vm.LabException the machine does not come up, or the scheduler is not taken: why
    public synchronized Path of(String topology, MachinePool.Machines machines) {
        Path known = made.get(topology);
        if (known != null) {
            return known;
        }
        Path kept = folder.resolve(topology);
        // It is a difference to the checkpoint of the boot, which other sessions would drop in the course of a night.
        pins.add(MachineStarts.pin(machine.withTopology(topology)));
        try (VmSession vm = machines.hold(begin(topology))) {
            Path _ = Files.createDirectories(folder);
            vm.travel().keep(kept);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for checkpoints: " + folder, e);
        }
        made.put(topology, kept);
        return kept;
    }

    /// A session that has been brought to where scenarios start, with all that led there in its journal.
    public VmSession begin(String topology) {
        VmSession vm = VmSession.boot(machine.withTopology(topology), listener);
        List<ExitReport> ends = new ArrayList<>();
        vm.schedulers().onEnd(ends::add);
        try {
            if (!(scheduler instanceof KernelScheduler)) {
                Attachment _ = vm.attach(scheduler);
            }
            vm.run(SETTLE);
            if (!ends.isEmpty()) {
                throw endedAtOnce(ends.getFirst());
            }
            return vm;
        } catch (RuntimeException | Error e) {
            vm.close();
            throw e;
        }
    }

    private LabException endedAtOnce(ExitReport end) {
        return LabException.asked("no scenario can be tried with the scheduler " + scheduler.name())
                .found("it ended as soon as it had come into charge, before anything was done: " + end.line())
                .remedy("attach it in a notebook and look: %report, %exit")
                .exception();
    }

    /// Whether the scheduler stays in charge when a CPU goes: most do not, and then a scenario in which one does tells
    /// nothing.
    ///
    /// @param topology with two CPUs or more
    public boolean bearsHotplug(String topology, MachinePool.Machines machines) {
        try (VmSession vm = machines.hold(VmSession.restore(of(topology, machines)))) {
            List<String> ends = new ArrayList<>();
            vm.schedulers().onEnd(end -> ends.add(end.kindName()));
            vm.start(Program.of(SH, "-c", NotebookJava.command(new Step.Hotplug(1, false))))
                    .await(Duration.ofSeconds(2));
            vm.run(LEAVING);
            return ends.isEmpty();
        }
    }

    /// What all machines have in common but for the topology.
    public BootOptions machine() {
        return machine;
    }

    @Override
    public synchronized void close() {
        pins.forEach(CheckpointPin::close);
        pins.clear();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoints of a hunt stay behind in " + folder, e);
        }
    }
}
