package org.schedlab.lab.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.machine.Timeline;
import org.schedlab.vm.LabException;

/// The checkpoints of a session by name, bounded in number and bytes: the oldest go first, those that
/// the user named after all others. Several names may stand for one moment, which is stored once.
/// Thread-safe.
///
/// @param <M> a stored moment; equal only to itself
public final class CheckpointShelf<M> {
    private final int mostCheckpoints;
    private final long mostBytes;
    private final Storage<M> storage;
    private final Map<String, Kept<M>> kept = new LinkedHashMap<>();
    private final Map<String, Kept<M>> unstored = new LinkedHashMap<>();

    /// What the shelf must know of stored moments.
    ///
    /// @param <M> a stored moment
    public interface Storage<M> {
        long bytes(M moment);

        void remove(M moment);
    }

    /// A checkpoint with what the session must know to come back to it.
    ///
    /// @param <M> a stored moment
    public record Kept<M>(SessionCheckpoint about, M moment, Timeline.Past past) {
        String name() {
            return about.name();
        }
    }

    /// @param mostCheckpoints at least 1
    /// @param mostBytes of all checkpoints together; a single one may have more
    public CheckpointShelf(int mostCheckpoints, long mostBytes, Storage<M> storage) {
        this.mostCheckpoints = mostCheckpoints;
        this.mostBytes = mostBytes;
        this.storage = storage;
    }

    /// Drops the oldest checkpoints until one more of so many bytes fits, in number, in bytes, and
    /// into what is free. Drops none if it would not fit for all that.
    ///
    /// @param bytes at most what the new one takes
    /// @param free how much room there is now
    /// @param replaced the name of the new one; an older one of that name stays and does not count
    /// @return those dropped, in words
    public synchronized List<String> makeRoom(String replaced, long bytes, long free) {
        List<String> dropped = new ArrayList<>();
        long room = free;
        List<Kept<M>> expendable = kept.values().stream()
                .filter(each -> !each.name().equals(replaced))
                .sorted(Comparator.comparing(each -> !each.about().automatic()))
                .toList();
        if (free + removable(replaced, expendable) < bytes) {
            return dropped;
        }
        for (Kept<M> oldest : expendable) {
            if (fits(replaced, bytes, room)) {
                break;
            }
            room += drop(oldest);
            dropped.add(oldest.about().words());
        }
        return dropped;
    }

    private long removable(String replaced, List<Kept<M>> expendable) {
        Kept<M> staying = kept.get(replaced);
        return bytes(expendable.stream()
                .filter(each -> staying == null || !each.moment().equals(staying.moment()))
                .toList());
    }

    private boolean fits(String replaced, long bytes, long room) {
        List<Kept<M>> staying = kept.values().stream()
                .filter(each -> !each.name().equals(replaced))
                .toList();
        return staying.size() < mostCheckpoints && bytes(staying) + bytes <= mostBytes && bytes <= room;
    }

    private long bytes(List<Kept<M>> some) {
        Set<M> moments = new LinkedHashSet<>();
        some.forEach(each -> moments.add(each.moment()));
        return moments.stream().mapToLong(storage::bytes).sum();
    }

    private long drop(Kept<M> oldest) {
        kept.remove(oldest.name());
        unstored.put(oldest.name(), oldest);
        return removeUnlessShared(oldest.moment());
    }

    private long removeUnlessShared(M moment) {
        if (kept.values().stream().anyMatch(each -> each.moment().equals(moment))) {
            return 0;
        }
        long bytes = storage.bytes(moment);
        storage.remove(moment);
        return bytes;
    }

    /// Keeps a checkpoint; one of the same name is replaced.
    public synchronized void put(Kept<M> added) {
        Kept<M> replaced = kept.remove(added.name());
        kept.put(added.name(), added);
        unstored.remove(added.name());
        if (replaced != null) {
            removeUnlessShared(replaced.moment());
        }
    }

    /// Notes a checkpoint that could not be stored: the journal leads to it.
    public synchronized void putUnstored(Kept<M> added) {
        Kept<M> replaced = kept.remove(added.name());
        unstored.put(added.name(), added);
        if (replaced != null) {
            removeUnlessShared(replaced.moment());
        }
    }

    /// The newest checkpoint of such a moment, stored or not; null if there is none.
    public synchronized @Nullable Kept<M> last(Predicate<M> wanted) {
        return Stream.concat(unstored.values().stream(), kept.values().stream())
                .filter(each -> wanted.test(each.moment()))
                .max(Comparator.comparingLong(each -> each.about().guestTimeNanos()))
                .orElse(null);
    }

    /// The stored moments, in no order.
    public synchronized List<M> stored() {
        return kept.values().stream().map(Kept::moment).distinct().toList();
    }

    /// The checkpoint of a name, stored or not. The number of a cell is also the name of the last checkpoint made at
    /// the end of a cell up to it.
    ///
    /// @param presentCell the last cell there is
    /// @throws LabException naming those that are there
    public synchronized Kept<M> require(String name, int presentCell) {
        Kept<M> found = kept.getOrDefault(name, unstored.get(name));
        if (found != null) {
            return found;
        }
        int cell = number(name);
        if (cell < 1 || cell > presentCell) {
            throw missing(name, "none of that name");
        }
        return Stream.concat(kept.values().stream(), unstored.values().stream())
                .filter(each -> each.about().automatic() && each.about().cell() <= cell)
                .max(Comparator.comparingInt(each -> each.about().cell()))
                .orElseThrow(() -> missing(name, "there was no machine yet at the end of that cell"));
    }

    private static int number(String name) {
        return name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : -1;
    }

    private LabException missing(String name, String why) {
        Set<String> names = new LinkedHashSet<>(kept.keySet());
        names.addAll(unstored.keySet());
        return LabException.asked("there is no checkpoint '%s' in this session".formatted(name))
                .found(why)
                .available(names.isEmpty() ? "no checkpoint was made yet" : String.join(", ", names))
                .remedy("%rewind CELL or %rewind NAME comes back to one of these; %checkpoint NAME makes one")
                .exception();
    }

    /// All that are stored, oldest first.
    public synchronized List<SessionCheckpoint> all() {
        return kept.values().stream().map(Kept::about).toList();
    }
}
