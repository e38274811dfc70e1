package org.schedlab.lab.export;

import org.schedlab.lab.recorder.LeavingState;

/// A field of a kernel trace event.
///
/// @param perfetto its number in Perfetto's message of the event; 0 if that has none
record EventField(String name, Type type, int perfetto) {
    /// What a field holds, and how it lies in a record of the ring buffer. Numbers lie on multiples of their size.
    enum Type {
        COMM("char %s[16]", 16, false),
        FILE("char %s[64]", 64, false),
        INT("int %s", 4, true),
        UNSIGNED("unsigned int %s", 4, false),
        LONG("unsigned long %s", 8, false),
        STATE("long %s", 8, true);

        private final String declaration;
        private final int bytes;
        private final boolean signed;

        Type(String declaration, int bytes, boolean signed) {
            this.declaration = declaration;
            this.bytes = bytes;
            this.signed = signed;
        }

        int bytes() {
            return bytes;
        }

        boolean signed() {
            return signed;
        }

        boolean text() {
            return this == COMM || this == FILE;
        }

        String declare(String name) {
            return declaration.formatted(name);
        }
    }

    static EventField comm(String name, int perfetto) {
        return new EventField(name, Type.COMM, perfetto);
    }

    static EventField number(String name, int perfetto) {
        return new EventField(name, Type.INT, perfetto);
    }

    /// Those of the events that wake, which are alike.
    static EventField[] woken() {
        return new EventField[] {comm("comm", 1), number("pid", 2), number("prio", 3), number("target_cpu", 5)};
    }

    /// `prev_state` of `sched_switch` (include/trace/events/sched.h, 4.14 to 7.3): the states that tasks report, and
    /// above them one bit for "preempted".
    static int stateBits(LeavingState state) {
        return switch (state) {
            case RUNNABLE -> 0;
            case SLEEPING -> 0x1;
            case BLOCKED -> 0x2;
            case STOPPED -> 0x4;
            case TRACED -> 0x8;
            case DEAD -> 0x10;
            case ZOMBIE -> 0x20;
            case PARKED -> 0x40;
            case IDLE -> 0x80;
            case PREEMPTED -> 0x100;
        };
    }
}
