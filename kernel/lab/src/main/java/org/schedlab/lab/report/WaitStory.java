package org.schedlab.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// What happened to a task that could run and did not, since it had a CPU last. A value.
///
/// @param given the call in which the scheduler was given it; null if it never was
/// @param inserted into which DSQ it was put since then; empty for none
/// @param events in order
record WaitStory(SchedEvent.@Nullable OpCalled given, String inserted, List<Event> events) {
    private static final int MOST_EVENTS = 200;

    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC
    record Event(long guestTimeNanos, int cpu, String what) {}

    WaitStory {
        events = List.copyOf(events);
    }

    /// The call in which the scheduler was given it.
    record Asked(long begun, int cpu) {}

    @Nullable
    Asked asked() {
        SchedEvent.OpCalled call = given;
        return call == null ? null : new Asked(call.begun(), call.cpu());
    }

    /// @param pid 0 for none
    static Optional<WaitStory> of(Optional<Recording> since, int pid) {
        return pid == 0 ? Optional.empty() : since.map(recording -> new Reader(recording, pid).read());
    }

    private static final class Reader {
        private final Recording recording;
        private final int pid;
        private final List<Event> events = new ArrayList<>();
        private SchedEvent.@Nullable OpCalled given;
        private String inserted = "";

        Reader(Recording recording, int pid) {
            this.recording = recording;
            this.pid = pid;
        }

        WaitStory read() {
            recording.forEach(this::take);
            return new WaitStory(
                    given, inserted, events.subList(Math.max(0, events.size() - MOST_EVENTS), events.size()));
        }

        private boolean its(@Nullable RecordedTask task) {
            return task != null && task.pid() == pid;
        }

        private void take(SchedEvent event) {
            switch (event) {
                case SchedEvent.Switch each
                when its(each.next()) -> {
                    events.clear();
                    given = null;
                    inserted = "";
                    add(event, "gets the CPU");
                }
                case SchedEvent.Switch each
                when its(each.prev()) ->
                    add(event, "leaves the CPU to " + each.next().label());
                case SchedEvent.Wakeup each when its(each.task()) -> add(event, "can run");
                case SchedEvent.WakeupNew each when its(each.task()) -> add(event, "is new and can run");
                case SchedEvent.Waking each
                when its(each.task()) ->
                    add(event, "is woken by " + each.waker().label());
                case SchedEvent.Migrated each
                when its(each.task()) -> add(event, "goes from CPU %s to CPU %s".formatted(each.from(), each.to()));
                case SchedEvent.OpCalled each
                when its(each.task()) -> {
                    if (each.op().equals("enqueue")) {
                        given = each;
                    }
                    add(
                            event,
                            String.format(
                                    Locale.ROOT, "%s was called, %,d instructions", each.op(), each.instructions()));
                }
                case SchedEvent.DsqInserted each
                when its(each.task()) -> {
                    inserted = new Dsq(each.dsq(), each.ofCpu()).label();
                    add(event, "was put into DSQ " + inserted);
                }
                case SchedEvent.DsqRemoved each
                when its(each.task()) -> {
                    inserted = "";
                    add(event, "was taken out of DSQ " + new Dsq(each.dsq(), each.ofCpu()).label());
                }
                default -> {}
            }
        }

        private void add(SchedEvent event, String what) {
            events.add(new Event(recording.guestTime(event.nanos()), event.cpu(), what));
        }
    }
}
