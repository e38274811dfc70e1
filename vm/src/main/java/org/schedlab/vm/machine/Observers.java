package org.schedlab.vm.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.trace.EventRing;
import org.schedlab.vm.trace.Probe;

/// The probes of a machine and the events that they gave. Confined as the machine is; [#close()] may come
/// from any thread.
final class Observers implements AutoCloseable {
    /// The plugin opens it under this name (`ring.c`).
    private static final String EVENTS = "events";

    private final MachineRun run;
    private final int cpus;
    private List<Probe> probes = List.of();
    private volatile @Nullable EventRing ring;

    /// @param cpus how many the machine has
    Observers(MachineRun run, int cpus) {
        this.run = run;
        this.cpus = cpus;
    }

    void put(List<Probe> wanted, int room) {
        check(wanted);
        EventRing before = ring;
        boolean fresh = before == null || before.room() != room;
        if (fresh) {
            Path file = run.parts().qemu().folder().resolve(EVENTS);
            try {
                ring = EventRing.create(file, room);
            } catch (IOException e) {
                throw FolderException.ofRuntime("the events of probes", file, e);
            }
            if (before != null) {
                before.close();
            }
        }
        run.probes(wanted, fresh);
        probes = List.copyOf(wanted);
    }

    private void check(List<Probe> wanted) {
        if (wanted.size() > Machine.MOST_PROBES) {
            throw LabException.asked("the machine cannot take so many probes")
                    .found(wanted.size() + " probes")
                    .available(Machine.MOST_PROBES + " at a time; one may be for a range of addresses")
                    .exception();
        }
        Set<Integer> ids = new HashSet<>();
        for (Probe probe : wanted) {
            if (!ids.add(probe.id())) {
                throw LabException.asked("two probes have the id " + probe.id())
                        .remedy("give each an id of its own: events bear it")
                        .exception();
            }
            if (probe.cpus().stream().anyMatch(cpu -> cpu >= cpus)) {
                throw LabException.asked(String.format(
                                Locale.ROOT, "probe %d is for CPUs that the machine does not have", probe.id()))
                        .found("CPUs " + probe.cpus().stream().sorted().toList())
                        .available("CPUs 0 to " + (cpus - 1))
                        .exception();
            }
        }
    }

    List<Probe> probes() {
        return probes;
    }

    EventRing events() {
        EventRing present = ring;
        if (present == null) {
            throw LabException.asked("the machine has no events")
                    .found("there were never probes in it")
                    .remedy("put some in with probes(...)")
                    .exception();
        }
        return present;
    }

    @Override
    public void close() {
        EventRing present = ring;
        if (present != null) {
            present.close();
        }
    }
}
