package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Uninterrupted;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.spec.CpuRegisters;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.EventRing;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.ProfileTable;
import org.schedlab.vm.trace.RecordPlaces;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.RecordSink;

/// What looks at a machine while it runs, without a trace in the guest: probes and the events that they gave,
/// and the flight recorder. Confined as the machine is; [#close()] may come from any thread.
public final class Observers implements AutoCloseable {
    /// The plugin opens it under this name (`ring.c`).
    private static final String EVENTS = "events";

    /// The same in `record.c`.
    private static final String RECORD = "record";

    /// The same in `profile.c`.
    private static final String PROFILE = "profile";

    private final MachineRun run;
    private final int cpus;
    private final Consumer<String> requireFrozen;
    private volatile @Nullable Present present;
    private List<Probe> recorded = List.of();
    private List<Probe> standAt = List.of();
    private volatile @Nullable Recorded record;
    private volatile @Nullable ProfileTable profile;

    /// The probes that are there, and where their events come.
    record Present(List<Probe> probes, EventRing ring) {}

    private record Recorded(RecordRing ring, RecordSink sink) {
        void drain() {
            ring.drain(sink);
        }
    }

    /// @param cpus how many the machine has
    /// @param requireFrozen throws unless the machine is virtual and frozen; told what for
    Observers(MachineRun run, int cpus, Consumer<String> requireFrozen) {
        this.run = run;
        this.requireFrozen = requireFrozen;
        this.cpus = cpus;
    }

    /// Puts probes into the guest's code in place of those that are there. None of the guest's state
    /// changes by that, nor by what they do: they are no input of the machine's and in no checkpoint. A
    /// machine that was restored has none; whoever restored it may give it those of the other.
    ///
    /// @param wanted [Machine#MOST_PROBES] at most
    /// @param room for how many events, [EventRing#ROOM] for instance; 24 bytes of shared memory each. Events that
    ///     were not read yet stay, if it is as it was
    /// @throws LabException the machine is live or not frozen, there are too many, or one is for a CPU that
    ///     the machine does not have; or there is no room for the events
    public void put(List<Probe> wanted, int room) {
        requireFrozen.accept("put probes into the guest's code");
        run.endTurn();
        check(wanted);
        Present before = present;
        if (before != null && before.ring().room() == room) {
            present = new Present(List.copyOf(wanted), before.ring());
            give(false);
            return;
        }
        present = new Present(List.copyOf(wanted), create(room));
        if (before != null) {
            before.ring().close();
        }
        give(true);
    }

    private EventRing create(int room) {
        Path file = run.parts().qemu().folder().resolve(EVENTS);
        try {
            return created(() -> EventRing.create(file, room));
        } catch (IOException e) {
            throw FolderException.ofRuntime("the events of probes", file, e);
        }
    }

    private interface Creation<T> {
        T create() throws IOException;
    }

    /// An interrupt would close the file's channel before it is mapped.
    private static <T> T created(Creation<T> creation) throws IOException {
        try {
            return Uninterrupted.call(() -> {
                try {
                    return creation.create();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void give(boolean fresh) {
        run.endTurn();
        run.probes(Stream.of(probes(), recorded, standAt).flatMap(List::stream).toList(), fresh);
    }

    /// At these the machine stands in the middle of a turn; no others do.
    void standAt(List<Probe> wanted) {
        if (!standAt.equals(wanted)) {
            standAt = List.copyOf(wanted);
            give(false);
        }
    }

    /// Where a CPU stands in its turn, as a journal says it.
    Input.Instruction instruction(Stop.InTurn at, long clockNanos) {
        return standAt.stream()
                .filter(probe -> probe.id() == at.probe() && probe.kind() == Probe.Kind.STORED)
                .findFirst()
                .map(probe -> new Input.Instruction(
                        clockNanos, probe.first(), Math.toIntExact(probe.last() - probe.first() + 1)))
                .orElseGet(() -> new Input.Instruction(clockNanos, at.pc(), 0));
    }

    /// The flight recorder records from now on, where these probes are. None of the guest's state changes by
    /// that: they are no input of the machine's and in no checkpoint.
    ///
    /// @param places where things are in this guest
    /// @param atProbes of the kinds [Probe.Kind#RECORD] and [Probe.Kind#EXIT]; [Machine#MOST_PROBES] at most
    /// @param sink is given the records: whenever there are many, at [#drain()], and when the machine is closed
    /// @throws LabException the machine is live or not frozen
    public void record(RecordPlaces places, List<Probe> atProbes, RecordSink sink) {
        requireFrozen.accept("record");
        run.endTurn();
        drain();
        Recorded before = record;
        Path file = run.parts().qemu().folder().resolve(RECORD);
        try {
            Recorded now = new Recorded(created(() -> RecordRing.create(file)), sink);
            run.record(places, () -> drainAndGoOn(now));
            record = now;
        } catch (IOException e) {
            throw FolderException.ofRuntime("the flight recorder", file, e);
        }
        if (before != null) {
            before.ring.close();
        }
        recordAt(atProbes);
    }

    /// The guest stands, though nobody has asked for that.
    private void drainAndGoOn(Recorded now) {
        now.drain();
        now.sink.newProbes().ifPresent(others -> {
            recorded = List.copyOf(others);
            give(false);
        });
    }

    /// The flight recorder records at these probes instead.
    ///
    /// @throws LabException the machine is not frozen
    public void recordAt(List<Probe> atProbes) {
        requireFrozen.accept("record");
        recorded = List.copyOf(atProbes);
        give(false);
    }

    /// Gives the sink all records that there are. Also when the machine is lost.
    public void drain() {
        Recorded now = record;
        if (now != null) {
            now.drain();
        }
    }

    /// The registers of a CPU of the machine, which stands.
    ///
    /// @param cpu from 0
    /// @throws LabException the machine is live or not frozen, or has no such CPU
    public CpuRegisters registers(int cpu) {
        requireFrozen.accept("look at the registers of a CPU");
        if (cpu < 0 || cpu >= cpus) {
            throw LabException.asked("the machine has no CPU " + cpu)
                    .available("CPUs 0 to " + (cpus - 1))
                    .exception();
        }
        return run.registers(cpu);
    }

    /// What a probe of [Probe.Kind#PROFILE] that comes in from now on counts into. It belongs to the machine.
    ///
    /// @throws LabException the machine is live or not frozen
    public ProfileTable profile() {
        requireFrozen.accept("count instructions");
        Path file = run.parts().qemu().folder().resolve(PROFILE);
        try {
            ProfileTable before = profile;
            ProfileTable now = created(() -> ProfileTable.create(file));
            profile = now;
            if (before != null) {
                before.close();
            }
            return now;
        } catch (IOException e) {
            throw FolderException.ofRuntime("a profile", file, e);
        }
    }

    /// How often conditions of probes were looked at since [#record].
    public long conditionsTried() {
        Recorded now = record;
        return now == null ? 0 : now.ring.tried();
    }

    /// How many records are missing since [#record]: none, unless something is wrong.
    public long recordsLost() {
        Recorded now = record;
        return now == null ? 0 : now.ring.lost() + now.ring.stale();
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

    private Optional<Present> present() {
        return Optional.ofNullable(present);
    }

    /// Takes over the probes of another machine, and its room for events, but not its events. The other may run
    /// meanwhile, or be closed.
    public void takeOver(Observers other) {
        other.present().filter(those -> !those.probes().isEmpty()).ifPresent(those -> {
            put(those.probes(), those.ring().room());
        });
    }

    /// The probes that are there.
    public List<Probe> probes() {
        return present().map(Present::probes).orElse(List.of());
    }

    /// The events of the probes.
    ///
    /// @throws LabException there were never probes in this machine
    public EventRing events() {
        return present()
                .map(Present::ring)
                .orElseThrow(() -> LabException.asked("the machine has no events")
                        .found("there were never probes in it")
                        .remedy("put some in with probes(...)")
                        .exception());
    }

    @Override
    public void close() {
        present().ifPresent(last -> last.ring().close());
        Recorded now = record;
        if (now != null) {
            now.drain();
            now.ring.close();
        }
        ProfileTable counted = profile;
        if (counted != null) {
            counted.close();
        }
    }
}
