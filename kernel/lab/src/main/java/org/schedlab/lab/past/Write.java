package org.schedlab.lab.past;

import java.util.List;
import java.util.Locale;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.memory.FieldValue;

/// One write to a field.
///
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC when the instruction began, in ns
/// @param cpu which CPU; -1 for a cold write
/// @param pid of the CPU's current task, 0 for its idle task; -1 for a cold write
/// @param task the name of that task
/// @param before the field's value before, sign-extended if its type has a sign
/// @param after its value after; equal to `before` if the same was written again
/// @param type of the field
/// @param by the instruction
/// @param stack who had called its function, the innermost first; empty for a cold write, and where it
///     cannot be followed
public record Write(
        long guestTimeNanos,
        int cpu,
        int pid,
        String task,
        long before,
        long after,
        FieldType type,
        CodePlace by,
        List<CodePlace> stack) {
    public Write {
        stack = List.copyOf(stack);
    }

    /// The value before as C shows it: enums by name, pointers in hexadecimal.
    public String beforeText() {
        return FieldValue.text(type, before);
    }

    /// The value after.
    public String afterText() {
        return FieldValue.text(type, after);
    }

    /// In a sentence.
    public String text() {
        String what = "%s → %s at %s".formatted(beforeText(), afterText(), MeasuredAt.seconds(guestTimeNanos));
        return cpu < 0
                ? what + " by a cold write of this session"
                : String.format(Locale.ROOT, "%s on CPU %d by %s:%d in %s", what, cpu, task, pid, by.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
