package org.schedlab.lab.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Journal;

/// Tells what has happened from what a rewind has undone. Thread-safe.
///
/// Everything that is made gets a stamp, counted on for ever. The present is a list of stretches of
/// stamps: those that led to the checkpoint gone back to, each as far as it got, and the one that has
/// no end yet.
public final class Timeline {
    private final Supplier<Journal.Point> given;
    private final List<Journal.Point> made = new ArrayList<>();
    private List<Stretch> ended = List.of();
    private long first;

    /// @param given where the journal of what the machine was given stands
    public Timeline(Supplier<Journal.Point> given) {
        this.given = given;
    }

    private record Stretch(long first, long end) {
        boolean holds(long stamp) {
            return first <= stamp && stamp < end;
        }
    }

    /// How a moment came about.
    public static final class Past {
        private final List<Stretch> stretches;

        private Past(List<Stretch> stretches) {
            this.stretches = List.copyOf(stretches);
        }
    }

    /// A stamp for something that is made now.
    public long stamp() {
        Journal.Point now = given.get();
        synchronized (this) {
            made.add(now);
            return made.size() - 1L;
        }
    }

    /// All that has led to the present.
    public synchronized Past past() {
        List<Stretch> stretches = new ArrayList<>(ended);
        stretches.add(new Stretch(first, made.size()));
        return new Past(stretches);
    }

    /// All that had led to a point of the present's past.
    public synchronized Past pastAt(Journal.Point point) {
        List<Stretch> led = new ArrayList<>();
        for (Stretch each : past().stretches) {
            long end = each.first;
            while (end < each.end && made.get(Math.toIntExact(end)).leadsTo(point)) {
                end++;
            }
            led.add(new Stretch(each.first, end));
            if (end < each.end) {
                break;
            }
        }
        return new Past(led);
    }

    /// Goes back: what is not in that past has not happened any more.
    public synchronized void rewindTo(Past past) {
        ended = past.stretches;
        first = made.size();
    }

    /// Whether something belongs to the present's past.
    public synchronized boolean holds(long stamp) {
        return (first <= stamp && stamp < made.size()) || ended.stream().anyMatch(stretch -> stretch.holds(stamp));
    }

    /// Throws unless it has happened by now.
    ///
    /// @param what it is, with a capital, for example `These 3 workers`
    /// @throws LabException if a rewind has undone it
    public void require(long stamp, String what) {
        if (!holds(stamp)) {
            throw LabException.asked(what + " belong to a future that was undone")
                    .found("they were made after the checkpoint that the session went back to")
                    .remedy("make them again, or %rewind to a checkpoint made after them")
                    .exception();
        }
    }
}
