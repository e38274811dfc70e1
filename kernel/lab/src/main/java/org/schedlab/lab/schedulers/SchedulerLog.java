package org.schedlab.lab.schedulers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.machine.Timeline;

/// What happened to a session's schedulers, with what a rewind has undone left out. Thread-safe.
public final class SchedulerLog {
    private final Timeline timeline;
    private final List<Entry> entries = new ArrayList<>();

    /// @param tenure who is in charge from then on, null for the kernel's own
    record Entry(long stamp, SchedulerEvent event, @Nullable Tenure tenure) {}

    /// What has happened up to a moment, for a session that goes on from there.
    public record Past(List<Entry> entries) {
        public Past {
            entries = List.copyOf(entries);
        }
    }

    SchedulerLog(Timeline timeline) {
        this.timeline = timeline;
    }

    /// @param tenure who is in charge from now on
    synchronized void add(SchedulerEvent event, @Nullable Tenure tenure) {
        entries.add(new Entry(timeline.stamp(), event, tenure));
    }

    synchronized Past past() {
        return new Past(happened());
    }

    /// Begins with what happened to another session.
    synchronized void begin(Past past) {
        past.entries().forEach(entry -> add(entry.event(), entry.tenure()));
    }

    synchronized List<SchedulerEvent> events() {
        return happened().stream().map(Entry::event).toList();
    }

    /// Who is in charge, if it is not the kernel's own, and nothing is known of its end.
    synchronized Optional<Tenure> present() {
        List<Entry> happened = happened();
        return happened.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(happened.getLast().tenure());
    }

    /// Whether this is what happened last.
    synchronized boolean isLatest(SchedulerEvent.What what) {
        List<Entry> happened = happened();
        return !happened.isEmpty() && happened.getLast().event().what() == what;
    }

    /// Who is in charge or was last.
    synchronized Optional<Tenure> latest() {
        return tenures().reversed().stream().findFirst();
    }

    /// Who was in charge last before an instant, if it is not the kernel's own.
    ///
    /// @param nanos the guest's CLOCK_MONOTONIC
    synchronized Optional<Tenure> before(long nanos) {
        return happened().reversed().stream()
                .filter(entry -> entry.event().guestTimeNanos() < nanos)
                .flatMap(entry -> Optional.ofNullable(entry.tenure()).stream())
                .findFirst();
    }

    /// How often a scheduler has come into charge, as far as is known.
    synchronized long sequence() {
        return tenures().stream()
                .mapToLong(tenure -> tenure.standing().sequence())
                .max()
                .orElse(0);
    }

    private List<Tenure> tenures() {
        List<Tenure> tenures = new ArrayList<>();
        for (Entry entry : happened()) {
            if (entry.tenure() != null) {
                tenures.add(entry.tenure());
            }
        }
        return tenures;
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
