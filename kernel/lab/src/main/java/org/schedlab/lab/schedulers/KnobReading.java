package org.schedlab.lab.schedulers;

import org.schedlab.vm.LabException;

/// The value of a scheduler's knob at a freeze.
///
/// @param name with its path
/// @param type in C
/// @param text the value as its type prints
/// @param bits the value as a number: sign-extended if its type is signed, else zero-extended; 0 for
///     what is not a number
/// @param isNumber whether it is a number
/// @param guestTimeNanos when, on the guest's clock
public record KnobReading(String name, String type, String text, long bits, boolean isNumber, long guestTimeNanos) {

    /// The value as a number; of an unsigned one of 64 bits, its bits.
    ///
    /// @throws LabException if it is a struct or an array
    public long number() {
        if (!isNumber) {
            throw LabException.asked("the knob %s holds no number".formatted(name))
                    .found("its type is '%s'".formatted(type))
                    .remedy("name a member or an element of it")
                    .exception();
        }
        return bits;
    }

    @Override
    public String toString() {
        return "%s %s = %s".formatted(type, name, text);
    }
}
