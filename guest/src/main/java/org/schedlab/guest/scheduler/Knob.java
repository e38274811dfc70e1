package org.schedlab.guest.scheduler;

import org.schedlab.vm.btf.FieldType;

/// A variable of a scheduler that is set by its name, or a part of one.
///
/// @param name a variable's name, with the path of a member or element behind it: `slice_ns`,
///     `turns[1].now`
/// @param type in C, without `const` and `volatile`
/// @param kind when it may be written
/// @param section the object's section it stands in
/// @param offset in that section
/// @param fieldType how to read and write it
public record Knob(String name, String type, Kind kind, String section, long offset, FieldType fieldType) {

    /// When a knob may be written.
    public enum Kind {
        /// `const volatile`: before the scheduler is attached. The verifier takes its value for
        /// granted.
        CONSTANT,
        /// A global variable: at any time.
        VARIABLE,
        /// A member of the scheduler's own `struct sched_ext_ops`, such as `timeout_ms`: before it is
        /// attached.
        OPS_MEMBER
    }

    /// Whether it may be written while the scheduler is attached.
    public boolean writable() {
        return kind == Kind.VARIABLE;
    }
}
