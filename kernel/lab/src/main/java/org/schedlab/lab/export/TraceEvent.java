package org.schedlab.lab.export;

import java.util.List;

import org.schedlab.lab.recorder.LeavingState;

/// A kernel trace event as tools know it. A value.
///
/// @param nanos in ns from power-on
/// @param pid of the task that ran on the CPU
/// @param comm its name at that time
/// @param inInterrupt whether the CPU handled an interrupt
/// @param values one for each field of the format: text, number or state
record TraceEvent(
        long nanos, int cpu, int pid, String comm, boolean inInterrupt, EventFormat format, List<Object> values) {
    /// `TRACE_FLAG_HARDIRQ` of `common_flags`.
    private static final int HARD_INTERRUPT = 0x08;

    int commonFlags() {
        return inInterrupt ? HARD_INTERRUPT : 0;
    }

    /// The number of a field that is no text.
    long number(int field) {
        return values.get(field) instanceof LeavingState state
                ? EventField.stateBits(state)
                : ((Number) values.get(field)).longValue();
    }

    String text(int field) {
        return (String) values.get(field);
    }
}
