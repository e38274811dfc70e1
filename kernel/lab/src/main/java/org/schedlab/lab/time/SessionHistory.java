package org.schedlab.lab.time;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.Position;
import org.schedlab.lab.machine.Route;
import org.schedlab.lab.machine.Timeline;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Uninterrupted;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.SessionFolder;

/// What a session remembers of its past: checkpoints on shared memory, and what a rewind undoes.
///
/// Confined to the session's turns, except [#all()] and [#close()].
public final class SessionHistory implements AutoCloseable {
    private static final int MOST_CHECKPOINTS = 100;
    private static final long MOST_BYTES = 1L << 30;
    /// For the devices' state, the manifest and the console.
    private static final long BESIDE_RAM = 4L << 20;

    private final Timeline timeline;
    private final CheckpointShelf<Moment> shelf = new CheckpointShelf<>(MOST_CHECKPOINTS, MOST_BYTES, new Stored());
    private @Nullable Moment first;
    private @Nullable Moment lastMoment;
    private @Nullable Position lastPosition;
    private @Nullable Moment endOfLastCell;
    private CheckpointShelf.@Nullable Kept<Moment> latest;
    private @Nullable SessionFolder folder;
    private long made;
    private boolean closed;

    private static final class Stored implements CheckpointShelf.Storage<Moment> {
        @Override
        public long bytes(Moment moment) {
            return moment.bytes();
        }

        @Override
        public void remove(Moment moment) {
            moment.remove();
        }
    }

    /// @param timeline of the session
    public SessionHistory(Timeline timeline) {
        this.timeline = timeline;
    }

    /// The session begins with a machine that has just booted or been restored.
    public void begin(GuestMachine guest) {
        guest.machine().origin().ifPresent(origin -> begin(guest, origin));
    }

    /// The session begins with a machine that was restored at a checkpoint.
    public void begin(GuestMachine guest, Checkpoint checkpoint) {
        Moment beginning = Moment.ofBoot(checkpoint, guest);
        first = beginning;
        standAt(beginning, guest.position());
    }

    private void standAt(Moment moment, Position position) {
        lastMoment = moment;
        lastPosition = position;
    }

    private @Nullable Moment present(GuestMachine guest) {
        return guest.position().equals(lastPosition) ? lastMoment : null;
    }

    /// Keeps the present moment of a machine.
    ///
    /// @param cell the notebook cell that wants it, 0 for none
    /// @throws LabException if there is no room for it; the machine goes on
    public SessionCheckpoint checkpoint(GuestMachine guest, String name, int cell) {
        if (name.isBlank()) {
            throw LabException.asked("a checkpoint needs a name")
                    .remedy("for example checkpoint(\"warm\")")
                    .exception();
        }
        Moment moment = present(guest);
        if (moment != null && moment.checkpoint() != null) {
            return put(guest, moment, name, cell, false, List.of());
        }
        Room room = makeRoom(guest, name);
        if (!room.problem().isEmpty()) {
            throw new LabException(room.problem());
        }
        return put(guest, store(guest, name), name, cell, false, room.dropped());
    }

    /// Keeps the moment at the end of a notebook's cell, if the cell has moved the machine or has
    /// written to it. Whether there is room for it makes no difference for the machine.
    ///
    /// @return the checkpoint; its `problem` says if it could not be kept
    public Optional<SessionCheckpoint> endOfCell(GuestMachine guest, int cell) {
        Moment moment = present(guest);
        if (moment != null && moment.equals(endOfLastCell)) {
            return Optional.empty();
        }
        String name = Integer.toString(cell);
        Room room = new Room(List.of(), "");
        if (moment == null) {
            room = makeRoom(guest, name);
            try {
                moment = room.problem().isEmpty() ? store(guest, "after cell " + cell) : Moment.notStored(guest);
            } catch (LabException e) {
                if (!guest.alive()) {
                    throw e;
                }
                moment = Moment.notStored(guest);
                room = new Room(room.dropped(), e.getMessage());
            }
        }
        endOfLastCell = moment;
        if (moment.checkpoint() != null) {
            return Optional.of(put(guest, moment, name, cell, true, room.dropped()));
        }
        standAt(moment, guest.position());
        SessionCheckpoint about = about(guest, moment, name, cell, true, room);
        shelf.putUnstored(new CheckpointShelf.Kept<>(about, moment, timeline.past()));
        return Optional.of(about);
    }

    private Moment store(GuestMachine guest, String purpose) {
        SessionFolder home = folder();
        try {
            Checkpoint checkpoint = guest.checkpoint(purpose, home.path().resolve("checkpoint-" + ++made));
            Moment moment = Moment.stored(checkpoint, guest);
            standAt(moment, guest.position());
            return moment;
        } finally {
            removeIfClosed(home);
        }
    }

    private SessionCheckpoint put(
            GuestMachine guest, Moment moment, String name, int cell, boolean automatic, List<String> dropped) {
        SessionCheckpoint about = about(guest, moment, name, cell, automatic, new Room(dropped, ""));
        latest = new CheckpointShelf.Kept<>(about, moment, timeline.past());
        shelf.put(latest);
        return about;
    }

    private static SessionCheckpoint about(
            GuestMachine guest, Moment moment, String name, int cell, boolean automatic, Room room) {
        return new SessionCheckpoint(
                name,
                cell,
                automatic,
                guest.guestTimeNanos(),
                moment.bytes(),
                moment.stateHash(guest),
                room.dropped(),
                room.problem());
    }

    /// Whether there is room for another checkpoint.
    ///
    /// @param dropped those that were given up for it
    /// @param problem empty if there is
    private record Room(List<String> dropped, String problem) {}

    private Room makeRoom(GuestMachine guest, String name) {
        SessionFolder home = folder();
        return Uninterrupted.call(() -> {
            try {
                long needed = guest.machine().touchedBytes() + BESIDE_RAM;
                List<String> dropped = shelf.makeRoom(name, needed, free(home));
                long room = free(home);
                return new Room(dropped, room < needed ? noRoom(name, home, needed, room, dropped) : "");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot look at " + home.path(), e);
            }
        });
    }

    private static long free(SessionFolder home) throws IOException {
        return Files.getFileStore(home.path()).getUsableSpace();
    }

    private static String noRoom(String name, SessionFolder home, long needed, long room, List<String> dropped) {
        return LabException.asked("there is no room for the checkpoint '%s' in %s".formatted(name, home.path()))
                .found(String.format(Locale.ROOT, "%d MiB may be needed, %d MiB are free", needed >> 20, room >> 20))
                .available(dropped.isEmpty() ? "" : "dropped already: " + String.join(", ", dropped))
                .remedy("close other machines, or set SCHEDLAB_RUNTIME to a larger tmpfs")
                .text();
    }

    /// The moment of a checkpoint that was just made.
    public Moment moment(SessionCheckpoint made) {
        return shelf.require(made.name(), made.cell()).moment();
    }

    /// A machine that stands at a checkpoint, in the place of another, which is closed unless this
    /// fails.
    ///
    /// @param name of the checkpoint, or a cell's number; empty: the latest one of the present's past
    /// @param cell the notebook cell that wants it, 0 for none
    public GuestMachine rewind(GuestMachine present, String name, int cell) {
        CheckpointShelf.Kept<Moment> target = name.isEmpty() ? latest() : shelf.require(name, cell);
        SessionFolder _ = folder();
        Moment start = start(target.moment());
        GuestMachine rewound;
        try {
            rewound = present.rewound(
                    target.about().name(),
                    route(start, target.moment(), target.about().stateHash()));
        } finally {
            start.release();
        }
        timeline.rewindTo(target.past());
        standAt(target.moment(), rewound.position());
        latest = target;
        return rewound;
    }

    /// A machine that stands where it sees an instant of the present's past come, in the place of
    /// the present one, which is closed unless this fails.
    ///
    /// @param place in the present's journal
    /// @param runUntilNanos the clock of QEMU up to which it runs from there, in ns; empty: not at all
    public GuestMachine rewind(GuestMachine present, Journal.Before place, OptionalLong runUntilNanos) {
        SessionFolder _ = folder();
        Moment start = start(place.point());
        GuestMachine rewound;
        try {
            Checkpoint checkpoint = Objects.requireNonNull(start.checkpoint());
            rewound = present.rewound(
                    "an instant", new Route(checkpoint, start.given(), place.point(), "", runUntilNanos));
        } finally {
            start.release();
        }
        timeline.rewindTo(timeline.pastAt(place.point()));
        lastMoment = null;
        lastPosition = null;
        latest = shelf.last(moment -> moment.given().leadsTo(place.point()));
        return rewound;
    }

    /// The guest's CLOCK_MONOTONIC where the session began, in ns.
    public OptionalLong beganNanos() {
        Moment beginning = first;
        return beginning == null ? OptionalLong.empty() : OptionalLong.of(beginning.guestTimeNanos());
    }

    /// The moment itself if it is stored, else the last stored one on the way to it; held until
    /// [Moment#release()].
    ///
    /// @throws LabException if none is stored any more
    public Moment start(Moment moment) {
        return moment.isStored() && moment.hold() ? moment : start(moment.given());
    }

    private Moment start(Journal.Point point) {
        Stream<Moment> candidates = Stream.concat(Stream.ofNullable(first), shelf.stored().stream());
        return candidates
                .filter(each -> each.isStored() && each.given().leadsTo(point))
                .sorted(Comparator.comparingInt((Moment each) -> each.given().number())
                        .reversed())
                .filter(Moment::hold)
                .findFirst()
                .orElseThrow(() -> LabException.asked("the moment cannot be come back to")
                        .found("its checkpoint was dropped, and so was each one that leads to it")
                        .remedy("rewind to one of %checkpoints, or boot again")
                        .exception());
    }

    /// The stored moments that lead to where a machine stands, the latest first; the session's beginning
    /// is the last.
    ///
    /// @throws LabException if none is stored
    public List<Moment> before(Journal.Point present) {
        List<Moment> found = Stream.concat(Stream.ofNullable(first), shelf.stored().stream())
                .filter(each -> each.isStored() && each.given().leadsTo(present))
                .distinct()
                .sorted(Comparator.comparingInt((Moment each) -> each.given().number())
                        .reversed())
                .toList();
        if (found.isEmpty()) {
            throw LabException.asked("the past cannot be asked")
                    .found("no checkpoint leads to where the machine stands")
                    .remedy("boot again: the boot is kept in the cache folder if there is room for it")
                    .exception();
        }
        return found;
    }

    /// How to come from a stored moment to another one that it leads to.
    public static Route route(Moment start, Moment moment, String stateHash) {
        return new Route(
                Objects.requireNonNull(start.checkpoint()),
                start.given(),
                moment.given(),
                stateHash,
                OptionalLong.empty());
    }

    /// Copies the latest moment that was kept in the present's past.
    ///
    /// @param folder does not exist yet
    public void copyLatest(Path folder) {
        Checkpoint checkpoint = latest().moment().checkpoint();
        if (checkpoint == null) {
            throw LabException.asked("the latest moment cannot be copied")
                    .found("there was no room to store it")
                    .remedy("rewind to it first, then keep it")
                    .exception();
        }
        try (Stream<Path> files = Files.list(checkpoint.folder())) {
            Files.createDirectories(folder);
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy a checkpoint to " + folder, e);
        }
    }

    private CheckpointShelf.Kept<Moment> latest() {
        CheckpointShelf.Kept<Moment> last = latest;
        if (last == null) {
            throw LabException.asked("there is no checkpoint to go back to")
                    .found("none was made in this session yet")
                    .remedy("%checkpoint NAME makes one; so does every notebook cell that moves the machine")
                    .exception();
        }
        return shelf.require(last.about().name(), last.about().cell());
    }

    /// The checkpoints that are kept, oldest first. Thread-safe.
    public List<SessionCheckpoint> all() {
        return shelf.all();
    }

    private synchronized SessionFolder folder() {
        if (closed) {
            throw new LabException("the session was closed");
        }
        SessionFolder home = folder;
        if (home == null) {
            home = Uninterrupted.call(() -> SessionFolder.create(Folders.ofUser()));
            folder = home;
        }
        return home;
    }

    private synchronized void removeIfClosed(SessionFolder home) {
        if (closed) {
            home.close();
        }
    }

    /// Removes all checkpoints. Idempotent, thread-safe.
    @Override
    public synchronized void close() {
        closed = true;
        if (folder != null) {
            folder.close();
        }
    }
}
