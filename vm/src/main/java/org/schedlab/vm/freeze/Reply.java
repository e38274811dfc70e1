package org.schedlab.vm.freeze;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.memory.FieldValue;

/// The answer to one cold operation.
///
/// @param requestId number of the operation in this session, increasing in the order they were given
/// @param tag the operation's tag
/// @param target what was read or written
/// @param type the field's type in C, empty if it never got that far
/// @param success whether the operation was done and stands; false for a write that was undone
/// @param reason why not, empty on success; first line what was asked, then what was found and what
///     to do
/// @param note what the user may want to know about a success, often empty: which way a task check
///     was passed
/// @param before for a write, the value that was there: a [Long] (the 64 bits, see `type` for the
///     sign) or bytes
/// @param after for a write, the value read back; for a read, the value
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC at the freeze
/// @param fieldType the field's type in full, null if it never got that far
public record Reply(
        int requestId,
        String tag,
        Target target,
        String type,
        boolean success,
        String reason,
        String note,
        @Nullable Object before,
        @Nullable Object after,
        long guestTimeNanos,
        @Nullable FieldType fieldType) {

    /// `before` as its type prints; empty if there is none.
    public String beforeText() {
        return text(before);
    }

    /// `after` as its type prints; empty if there is none.
    public String afterText() {
        return text(after);
    }

    /// The value as a number: what was read, or what stands there after a write.
    ///
    /// @throws LabException if the operation failed or the value is not a number, with the reason
    public long number() {
        if (after instanceof Long number) {
            return number;
        }
        throw LabException.asked("The reply '%s' holds no number.".formatted(tag))
                .found(success ? "%s of type '%s'".formatted(target.text(), type) : reason)
                .remedy(success ? "name a member that is a number" : "fix the operation")
                .exception();
    }

    private String text(@Nullable Object value) {
        return value == null || fieldType == null ? "" : FieldValue.text(fieldType, value);
    }
}
