package org.schedlab.lab.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.session.internal.Timeline;

/// What happened to a session's schedulers, with what a rewind has undone left out. Thread-safe.
final class SchedulerLog {
    private final Timeline timeline;
    private final List<Entry> entries = new ArrayList<>();

    /// @param reign who is in charge from then on, null for the kernel's own
    record Entry(long stamp, SchedulerEvent event, @Nullable Reign reign) {}

    /// What has happened up to a moment, for a session that goes on from there.
    record Past(List<Entry> entries) {
        Past {
            entries = List.copyOf(entries);
        }
    }

    SchedulerLog(Timeline timeline) {
        this.timeline = timeline;
    }

    /// @param reign who is in charge from now on
    synchronized void add(SchedulerEvent event, @Nullable Reign reign) {
        entries.add(new Entry(timeline.stamp(), event, reign));
    }

    synchronized Past past() {
        return new Past(happened());
    }

    /// Begins with what happened to another session.
    synchronized void begin(Past past) {
        past.entries().forEach(entry -> add(entry.event(), entry.reign()));
    }

    synchronized List<SchedulerEvent> events() {
        return happened().stream().map(Entry::event).toList();
    }

    /// Who is in charge, if it is not the kernel's own, and nothing is known of its end.
    synchronized Optional<Reign> present() {
        List<Entry> happened = happened();
        return happened.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(happened.getLast().reign());
    }

    /// Who is in charge or was last.
    synchronized Optional<Reign> latest() {
        return reigns().reversed().stream().findFirst();
    }

    /// How often a scheduler has come into charge, as far as is known.
    synchronized long sequence() {
        return reigns().stream()
                .mapToLong(reign -> reign.standing().sequence())
                .max()
                .orElse(0);
    }

    private List<Reign> reigns() {
        List<Reign> reigns = new ArrayList<>();
        for (Entry entry : happened()) {
            if (entry.reign() != null) {
                reigns.add(entry.reign());
            }
        }
        return reigns;
    }

    /// How the last one ended, or why it was refused.
    synchronized Optional<ExitReport> lastExit() {
        return happened().reversed().stream()
                .flatMap(entry -> entry.event().exit().stream())
                .findFirst();
    }

    private List<Entry> happened() {
        return entries.stream().filter(entry -> timeline.holds(entry.stamp())).toList();
    }
}
