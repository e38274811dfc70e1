package org.schedlab.lab.export;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.schedlab.lab.recorder.RecordedTask;

/// The tracks of a Perfetto trace, each described when it is first used, and what lies on them. Not thread-safe.
final class PerfettoTracks {
    private final PerfettoPackets packets;
    private final long from;
    private final Map<Place, Long> known = new HashMap<>();
    private final Map<Integer, Long> ofTasks = new HashMap<>();
    private final Map<String, Long> names = new HashMap<>();
    private long last;

    /// A track of a group.
    private record Place(Group group, String name) {}

    /// What tracks stand together, with the definition that the viewer shows.
    enum Group {
        MARKS("marks", "What did not happen in the guest: cells, freezes, cold operations, notes."),
        QUEUES("run queues", "Tasks of each CPU that are runnable and do not run, whatever queue they are in."),
        FIELDS(
                "fields",
                "Values of fields of the kernel and of BPF programs: each write of them, found by going through the"
                        + " run again with a watch."),
        DSQS(
                "DSQs",
                "Tasks in each dispatch queue of sched_ext: inserts less removals. Tasks that stay inside from the"
                        + " trace's beginning to its end are not counted."),
        INSERTS("inserts into DSQs", "Every insert of a task into a dispatch queue of sched_ext."),
        OPS(
                "ops of the scheduler",
                "Calls of the BPF scheduler in charge. A call lasts longer than its instructions (2 ns each, unless the"
                        + " machine was booted with another speed) if other CPUs had their turns meanwhile."),
        EEVDF("EEVDF", "What EEVDF did with a task: placed, picked, its slice ended."),
        THROTTLES("throttled cgroups", "From when a cgroup has used up its quota on a CPU to when it may go on."),
        SCHED_EXT("sched_ext", "Schedulers that come into charge and go; bypass."),
        WAKERS("wake-ups by idle CPUs", "Wake-ups by an interrupt that came while the CPU was idle.");

        private final String title;
        private final String description;

        Group(String title, String description) {
            this.title = title;
            this.description = description;
        }
    }

    /// @param from the time of all descriptions, in ns from power-on
    PerfettoTracks(PerfettoPackets packets, long from) {
        this.packets = packets;
        this.from = from;
        packets.writeOfTracks(from, body -> {
            int data = body.open(PerfettoFields.INTERNED_DATA);
            for (Annotation each : Annotation.values()) {
                intern(body, PerfettoFields.INTERNED_ANNOTATION_NAMES, each.number(), each.title());
            }
            body.close(data);
        });
    }

    /// A track for slices and instants.
    ///
    /// @param rank by which the tracks of a group stand below each other
    long track(Group group, String name, int rank) {
        return track(group, name, rank, false);
    }

    /// A track for a number over time.
    long counter(Group group, String name, int rank) {
        return track(group, name, rank, true);
    }

    /// The track of a task itself, beside what its thread does. The thread's name is that of the kernel's events.
    long of(RecordedTask task) {
        return ofTasks.computeIfAbsent(task.number(), _ -> {
            long uuid = ++last;
            describe(uuid, body -> {
                int thread = body.open(PerfettoFields.TRACK_THREAD);
                body.number(PerfettoFields.DESCRIPTOR_PID, task.tgid());
                body.number(PerfettoFields.DESCRIPTOR_TID, task.pid());
                body.close(thread);
            });
            return uuid;
        });
    }

    private long track(Group group, String name, int rank, boolean counter) {
        Long there = known.get(new Place(group, name));
        if (there != null) {
            return there;
        }
        long parent = known.computeIfAbsent(new Place(group, ""), _ -> describeGroup(group));
        long uuid = ++last;
        known.put(new Place(group, name), uuid);
        describe(uuid, body -> {
            body.text(PerfettoFields.TRACK_NAME, name);
            body.number(PerfettoFields.TRACK_PARENT, parent);
            body.number(PerfettoFields.TRACK_RANK, rank);
            if (counter) {
                int opened = body.open(PerfettoFields.TRACK_COUNTER);
                body.number(PerfettoFields.COUNTER_UNIT, PerfettoFields.UNIT_COUNT);
                body.close(opened);
            }
        });
        return uuid;
    }

    private long describeGroup(Group group) {
        long uuid = ++last;
        describe(uuid, body -> {
            body.text(PerfettoFields.TRACK_NAME, group.title);
            body.text(PerfettoFields.TRACK_DESCRIPTION, group.description);
            body.number(PerfettoFields.TRACK_CHILD_ORDERING, PerfettoFields.BY_RANK);
        });
        return uuid;
    }

    private void describe(long uuid, Consumer<ProtoBuffer> content) {
        packets.writeOfTracks(from, body -> {
            int opened = body.open(PerfettoFields.TRACK_DESCRIPTOR);
            body.number(PerfettoFields.TRACK_UUID, uuid);
            content.accept(body);
            body.close(opened);
        });
    }

    /// Sets a counter.
    void count(long nanos, long track, long value) {
        event(nanos, track, PerfettoFields.COUNTER, body -> body.number(PerfettoFields.COUNTER_VALUE, value));
    }

    void instant(long nanos, long track, String name, Consumer<ProtoBuffer> more) {
        named(nanos, track, PerfettoFields.INSTANT, name, more);
    }

    void begin(long nanos, long track, String name, Consumer<ProtoBuffer> more) {
        named(nanos, track, PerfettoFields.SLICE_BEGIN, name, more);
    }

    /// @param name as it began
    void end(long nanos, long track, String name) {
        named(nanos, track, PerfettoFields.SLICE_END, name, _ -> {});
    }

    private void named(long nanos, long track, int type, String name, Consumer<ProtoBuffer> more) {
        long number = names.computeIfAbsent(name, _ -> intern(name));
        event(nanos, track, type, body -> {
            body.number(PerfettoFields.EVENT_NAME, number);
            more.accept(body);
        });
    }

    /// Gives a name of events its number in this trace.
    private long intern(String name) {
        long number = names.size() + 1L;
        packets.writeOfTracks(from, body -> {
            int data = body.open(PerfettoFields.INTERNED_DATA);
            intern(body, PerfettoFields.INTERNED_EVENT_NAMES, number, name);
            body.close(data);
        });
        return number;
    }

    private static void intern(ProtoBuffer body, int field, long number, String name) {
        int entry = body.open(field);
        body.number(PerfettoFields.INTERNED_NUMBER, number);
        body.text(PerfettoFields.INTERNED_NAME, name);
        body.close(entry);
    }

    private void event(long nanos, long track, int type, Consumer<ProtoBuffer> more) {
        packets.writeOfTracks(nanos, body -> {
            int opened = body.open(PerfettoFields.TRACK_EVENT);
            body.number(PerfettoFields.TYPE, type);
            body.number(PerfettoFields.EVENT_TRACK, track);
            more.accept(body);
            body.close(opened);
        });
    }
}
