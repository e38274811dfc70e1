package org.schedlab.lab.recorder;

/// A task was in one state, from one event to the next.
///
/// @param from the guest's clock of QEMU, in ns from power-on
/// @param to the same; not below `from`
/// @param cpu where it ran, or for whose run queue it waited, or ran last
/// @param cutAtStart it had begun before the recording's interval
/// @param cutAtEnd it had not ended when the recording's interval did
public record TaskInterval(
        RecordedTask task, TaskState state, long from, long to, int cpu, boolean cutAtStart, boolean cutAtEnd) {
    /// In ns.
    public long length() {
        return to - from;
    }

    /// Whether one of its ends is not an event, so that its length is not one of the guest's.
    public boolean censored() {
        return cutAtStart || cutAtEnd;
    }
}
