package org.schedlab.kernel.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.kernel.session.internal.Timeline;

/// What happened to a session's schedulers, with what a rewind has undone left out. Thread-safe.
final class SchedulerLog {
    private final Timeline timeline;
    private final List<Entry> entries = new ArrayList<>();

    /// @param reign who is in charge from then on, null for nobody that this session attached
    private record Entry(
            long stamp, SchedulerEvent event, @Nullable Reign reign) {}

    SchedulerLog(Timeline timeline) {
        this.timeline = timeline;
    }

    /// @param reign who is in charge from now on
    synchronized void add(SchedulerEvent event, @Nullable Reign reign) {
        entries.add(new Entry(timeline.stamp(), event, reign));
    }

    synchronized List<SchedulerEvent> events() {
        return happened().stream().map(Entry::event).toList();
    }

    /// Who is in charge, if it was attached by this session and nothing is known of its end.
    synchronized Optional<Reign> present() {
        List<Entry> happened = happened();
        return happened.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(happened.getLast().reign());
    }

    /// Who is in charge or was last.
    synchronized Optional<Reign> latest() {
        return happened().reversed().stream()
                .map(Entry::reign)
                .filter(reign -> reign != null)
                .findFirst();
    }

    synchronized Optional<ExitReport> lastExit() {
        return happened().reversed().stream()
                .flatMap(entry -> entry.event().exit().stream())
                .findFirst();
    }

    private List<Entry> happened() {
        return entries.stream().filter(entry -> timeline.holds(entry.stamp())).toList();
    }
}
