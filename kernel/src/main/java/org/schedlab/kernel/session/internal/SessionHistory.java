package org.schedlab.kernel.session.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.schedlab.kernel.session.SessionCheckpoint;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.SessionFolder;

/// What a session remembers of its past: checkpoints on shared memory, and what a rewind undoes.
///
/// Confined to the session's turns, except [#all()] and [#close()].
public final class SessionHistory implements AutoCloseable {
    private static final int MOST_CHECKPOINTS = 16;
    private static final long MOST_BYTES = 2L << 30;
    /// For the devices' state, the manifest and the console.
    private static final long BESIDE_RAM = 4L << 20;

    private final Timeline timeline = new Timeline();
    private final CheckpointShelf<Checkpoint> shelf =
            new CheckpointShelf<>(MOST_CHECKPOINTS, MOST_BYTES, Checkpoint::remove);
    private @Nullable SessionFolder folder;
    private long made;
    private boolean closed;

    public Timeline timeline() {
        return timeline;
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
        SessionFolder home = folder();
        List<String> dropped = Uninterrupted.call(() -> makeRoom(guest, name, home));
        try {
            Checkpoint checkpoint = guest.checkpoint(name, home.path().resolve("checkpoint-" + ++made));
            var about = new SessionCheckpoint(name, guest.guestTimeNanos(), checkpoint.bytes(), cell, dropped);
            shelf.put(new CheckpointShelf.Kept<>(about, checkpoint, timeline.past()));
            return about;
        } finally {
            removeIfClosed(home);
        }
    }

    private List<String> makeRoom(GuestMachine guest, String name, SessionFolder home) {
        try {
            long needed = guest.machine().touchedBytes() + BESIDE_RAM;
            long free = Files.getFileStore(home.path()).getUsableSpace();
            List<String> dropped = shelf.makeRoom(name, needed, free);
            long room = Files.getFileStore(home.path()).getUsableSpace();
            if (room < needed) {
                throw LabException.asked("there is no room for the checkpoint '%s' in %s".formatted(name, home.path()))
                        .found("%d MiB are needed, %d MiB are free".formatted(needed >> 20, room >> 20))
                        .available(dropped.isEmpty() ? "" : "dropped already: " + String.join(", ", dropped))
                        .remedy("close other machines, or set SCHEDLAB_RUNTIME to a larger tmpfs")
                        .exception();
            }
            return dropped;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + home.path(), e);
        }
    }

    /// A machine that stands at a checkpoint, in the place of another, which is closed unless this fails.
    public GuestMachine rewind(GuestMachine present, String name) {
        CheckpointShelf.Kept<Checkpoint> target = shelf.require(name);
        SessionFolder _ = folder();
        GuestMachine rewound = present.rewound(name, target.checkpoint());
        timeline.rewindTo(target.past());
        return rewound;
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
