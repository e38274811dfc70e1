package org.schedlab.lab.export;

/// Numbers of the fields of Perfetto's messages that are written here (protos/perfetto/trace of v58). Those of trace
/// events stand in [EventFormat].
final class PerfettoFields {
    /// Of `Trace`.
    static final int PACKET = 1;

    /// Of `TracePacket`.
    static final int FTRACE_EVENTS = 1;

    static final int PROCESS_TREE = 2;
    static final int TIMESTAMP = 8;
    static final int SEQUENCE_ID = 10;
    static final int TRACK_EVENT = 11;
    static final int INTERNED_DATA = 12;
    static final int SEQUENCE_FLAGS = 13;
    static final int SYSTEM_INFO = 45;
    static final int TRACK_DESCRIPTOR = 60;

    /// Of `FtraceEventBundle`.
    static final int BUNDLE_CPU = 1;

    static final int BUNDLE_EVENT = 2;

    /// Of `FtraceEvent`.
    static final int EVENT_TIMESTAMP = 1;

    static final int EVENT_PID = 2;
    static final int EVENT_FLAGS = 5;

    /// Of `ProcessTree`, its processes and its threads.
    static final int PROCESSES = 1;

    static final int THREADS = 2;
    static final int PROCESS_PID = 1;
    static final int PROCESS_PARENT = 2;
    static final int PROCESS_CMDLINE = 3;
    static final int THREAD_TID = 1;
    static final int THREAD_NAME = 2;
    static final int THREAD_TGID = 3;

    /// Of `SystemInfo` and its `Utsname`.
    static final int UTSNAME = 1;

    static final int NUM_CPUS = 8;
    static final int SYSNAME = 1;
    static final int RELEASE = 3;
    static final int MACHINE = 4;

    /// Of `TrackDescriptor`, and the thread's and the counter's part of it.
    static final int TRACK_UUID = 1;

    static final int TRACK_NAME = 2;
    static final int TRACK_THREAD = 4;
    static final int TRACK_PARENT = 5;
    static final int TRACK_COUNTER = 8;
    static final int TRACK_CHILD_ORDERING = 11;
    static final int TRACK_RANK = 12;
    static final int TRACK_DESCRIPTION = 14;
    static final int DESCRIPTOR_PID = 1;
    static final int DESCRIPTOR_TID = 2;
    static final int COUNTER_UNIT = 3;

    /// Of `TrackEvent` and its annotations.
    static final int ANNOTATIONS = 4;

    static final int TYPE = 9;
    static final int EVENT_NAME = 10;
    static final int EVENT_TRACK = 11;
    static final int COUNTER_VALUE = 30;
    static final int FLOWS = 47;
    static final int ENDING_FLOWS = 48;
    static final int ANNOTATION_NAME = 1;
    static final int ANNOTATION_UNSIGNED = 3;
    static final int ANNOTATION_NUMBER = 4;
    static final int ANNOTATION_TEXT = 6;

    /// Of `InternedData` and its entries.
    static final int INTERNED_EVENT_NAMES = 2;

    static final int INTERNED_ANNOTATION_NAMES = 3;
    static final int INTERNED_NUMBER = 1;
    static final int INTERNED_NAME = 2;

    /// Values of `TrackEvent.Type`.
    static final int SLICE_BEGIN = 1;

    static final int SLICE_END = 2;
    static final int INSTANT = 3;
    static final int COUNTER = 4;

    /// `CounterDescriptor.Unit`: a count. `TrackDescriptor.ChildTracksOrdering`: by rank. `SequenceFlags`:
    /// names that were given numbers before are forgotten; such numbers are used.
    static final int UNIT_COUNT = 2;

    static final int BY_RANK = 3;
    static final int STATE_CLEARED = 1;
    static final int NEEDS_STATE = 2;

    private PerfettoFields() {}
}
