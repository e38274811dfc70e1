package org.schedlab.kernel.session.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.schedlab.kernel.session.SessionCheckpoint;
import org.schedlab.vm.LabException;

/// The checkpoints of a session by name, bounded in number and bytes: the oldest go first. Thread-safe.
///
/// @param <C> what is kept
public final class CheckpointShelf<C> {
    private final Consumer<C> forget;
    private final int mostCheckpoints;
    private final long mostBytes;
    private final Map<String, Kept<C>> kept = new LinkedHashMap<>();
    private final Set<String> given = new LinkedHashSet<>();

    /// A checkpoint with what the session must know to come back to it.
    ///
    /// @param <C> what is kept
    public record Kept<C>(SessionCheckpoint about, C checkpoint, Timeline.Past past) {}

    /// @param mostCheckpoints at least 1
    /// @param mostBytes of all checkpoints together; a single one may have more
    /// @param forget removes what is kept
    public CheckpointShelf(int mostCheckpoints, long mostBytes, Consumer<C> forget) {
        this.forget = forget;
        this.mostCheckpoints = mostCheckpoints;
        this.mostBytes = mostBytes;
    }

    /// Drops the oldest checkpoints until one more of so many bytes fits, in number, in bytes, and into what
    /// is free.
    ///
    /// @param bytes at most what the new one takes
    /// @param free how much room there is now
    /// @param replaced the name of the new one; an older one of that name stays and does not count
    /// @return the names of those dropped
    public synchronized List<String> makeRoom(String replaced, long bytes, long free) {
        List<String> dropped = new ArrayList<>();
        long room = free;
        for (Kept<C> oldest : List.copyOf(kept.values())) {
            if (fits(replaced, bytes, room)) {
                break;
            }
            if (!oldest.about().name().equals(replaced)) {
                room += oldest.about().bytes();
                drop(oldest);
                dropped.add(oldest.about().name());
            }
        }
        return dropped;
    }

    private boolean fits(String replaced, long bytes, long room) {
        List<Kept<C>> staying = kept.values().stream()
                .filter(each -> !each.about().name().equals(replaced))
                .toList();
        long held = staying.stream().mapToLong(each -> each.about().bytes()).sum();
        return staying.size() < mostCheckpoints && held + bytes <= mostBytes && bytes <= room;
    }

    private void drop(Kept<C> oldest) {
        kept.remove(oldest.about().name());
        given.add(oldest.about().name());
        forget.accept(oldest.checkpoint());
    }

    /// Keeps a checkpoint; one of the same name is replaced.
    public synchronized void put(Kept<C> added) {
        Kept<C> replaced = kept.remove(added.about().name());
        kept.put(added.about().name(), added);
        given.remove(added.about().name());
        if (replaced != null) {
            forget.accept(replaced.checkpoint());
        }
    }

    /// The checkpoint of a name.
    ///
    /// @throws LabException naming those that are there
    public synchronized Kept<C> require(String name) {
        Kept<C> found = kept.get(name);
        if (found == null) {
            throw LabException.asked("there is no checkpoint '%s' in this session".formatted(name))
                    .found(given.contains(name) ? "it was dropped to make room for newer ones" : "none of that name")
                    .available(kept.isEmpty() ? "no checkpoint was made yet" : String.join(", ", kept.keySet()))
                    .remedy("%checkpoint NAME makes one; %rewind NAME comes back to it")
                    .exception();
        }
        return found;
    }

    /// All that are kept, oldest first.
    public synchronized List<SessionCheckpoint> all() {
        return kept.values().stream().map(Kept::about).toList();
    }
}
