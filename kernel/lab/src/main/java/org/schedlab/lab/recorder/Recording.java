package org.schedlab.lab.recorder;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What happened in the guest over an interval: events, in the order in which they came, and what every task did
/// when it began. A value; events are read from disk each time they are asked for, so a long recording takes
/// little memory. Thread-safe.
public final class Recording {
    private final Interval interval;
    private final List<RecordedTask> tasks;
    private final List<TaskAtStart> start;
    private final List<Mark> marks;
    private final EventSource events;
    private final GuestTimes times;

    /// What a recording is of.
    ///
    /// @param from the guest's clock of QEMU, in ns from power-on
    /// @param to the same; not below `from`
    /// @param cpus how many CPUs the machine has
    /// @param lost how many events are missing
    /// @param scheduler who was in charge, in the words of captions, such as `vtime` or `EEVDF, then vtime`
    /// @param kernel the guest's kernel release
    /// @param missing what this kernel does not let us see, in a sentence each
    public record Interval(
            long from, long to, int cpus, long lost, String scheduler, String kernel, List<String> missing) {
        public Interval {
            missing = List.copyOf(missing);
        }

        /// In ns.
        public long length() {
            return to - from;
        }

        /// For below tables and above pictures: how long, who was in charge, which kernel, what is missing.
        public String caption() {
            String text =
                    String.format(Locale.ROOT, "%.3f ms · scheduler: %s · Linux %s", length() / 1e6, scheduler, kernel);
            if (!missing.isEmpty()) {
                text = text + " · " + String.join("; ", missing);
            }
            return lost == 0 ? text : String.format(Locale.ROOT, "%s · %d events lost", text, lost);
        }
    }

    /// @param tasks each at the index that is its number
    /// @param start of all tasks that there were when the interval began, the CPUs' idle tasks too
    public Recording(
            Interval interval,
            List<RecordedTask> tasks,
            List<TaskAtStart> start,
            List<Mark> marks,
            EventSource events) {
        this(interval, tasks, start, marks, events, GuestTimes.ahead(0));
    }

    /// @param times the guest's CLOCK_MONOTONIC beside the clock of QEMU
    public Recording(
            Interval interval,
            List<RecordedTask> tasks,
            List<TaskAtStart> start,
            List<Mark> marks,
            EventSource events,
            GuestTimes times) {
        this.times = times;
        this.interval = interval;
        this.tasks = List.copyOf(tasks);
        this.start = List.copyOf(start);
        this.marks = List.copyOf(marks);
        this.events = events;
    }

    public Interval interval() {
        return interval;
    }

    /// A time as the guest's CLOCK_MONOTONIC, in ns, as all other tables have it.
    public long guestTime(long nanos) {
        return times.at(nanos);
    }

    /// The clock of QEMU at an instant of the guest's CLOCK_MONOTONIC, both in ns.
    public long clock(long guestNanos) {
        return times.clockAt(guestNanos);
    }

    /// What the guest's CLOCK_MONOTONIC is ahead of the clock of QEMU where the interval begins, in ns;
    /// below zero as a rule.
    public long ahead() {
        return guestTime(interval.from()) - interval.from();
    }

    /// Both clocks.
    public GuestTimes times() {
        return times;
    }

    /// All tasks that there were, each at the index that is its number; idle tasks too.
    public List<RecordedTask> tasks() {
        return tasks;
    }

    /// What each task did when the interval began.
    public List<TaskAtStart> start() {
        return start;
    }

    /// By time.
    public List<Mark> marks() {
        return marks;
    }

    /// Gives all events, in the order in which they came.
    public void forEach(Consumer<? super SchedEvent> consumer) {
        events.forEach(consumer);
    }
}
