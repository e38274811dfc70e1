package org.schedlab.kernel.session.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.schedlab.kernel.session.SessionCheckpoint;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.Checkpoint;

/// The checkpoints of a session by name, bounded in number and bytes: the oldest go first. Thread-safe.
public final class CheckpointShelf {
    private final int mostCheckpoints;
    private final long mostBytes;
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final Set<String> given = new LinkedHashSet<>();

    /// A checkpoint with what the session must know to come back to it.
    public record Kept(SessionCheckpoint about, Checkpoint checkpoint, Timeline.Past past) {}

    /// @param mostCheckpoints at least 1
    /// @param mostBytes of all checkpoints together; a single one may have more
    public CheckpointShelf(int mostCheckpoints, long mostBytes) {
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
        for (Kept oldest : List.copyOf(kept.values())) {
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
        List<Kept> staying = kept.values().stream()
                .filter(each -> !each.about().name().equals(replaced))
                .toList();
        long held = staying.stream().mapToLong(each -> each.about().bytes()).sum();
        return staying.size() < mostCheckpoints && held + bytes <= mostBytes && bytes <= room;
    }

    private void drop(Kept oldest) {
        kept.remove(oldest.about().name());
        given.add(oldest.about().name());
        oldest.checkpoint().remove();
    }

    /// Keeps a checkpoint; one of the same name is replaced.
    public synchronized void put(Kept added) {
        Kept replaced = kept.remove(added.about().name());
        kept.put(added.about().name(), added);
        given.remove(added.about().name());
        if (replaced != null) {
            replaced.checkpoint().remove();
        }
    }

    /// The checkpoint of a name.
    ///
    /// @throws LabException naming those that are there
    public synchronized Kept require(String name) {
        Kept found = kept.get(name);
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
