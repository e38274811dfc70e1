package org.schedlab.vm.trace;

import org.schedlab.vm.LabException;

/// When a probe makes a record: QEMU's plugin compares a value with a number, so that one which is seldom true
/// costs next to nothing. The value is the probe's first capture; of a watch, what is there after the store.
///
/// @param test how it is compared
/// @param operand with what; as many bits as the value has, zero-extended
/// @param signedBits how many bits the value has if it has a sign: 8, 16, 32 or 64; 0 if it has none
public record Condition(Test test, long operand, int signedBits) {
    /// Always.
    public static final Condition ALWAYS = new Condition(Test.ALWAYS, 0, 0);

    /// Only of a watch: the store changes the value.
    public static final Condition CHANGED = new Condition(Test.CHANGED, 0, 0);

    /// At one instruction of all that were ever executed, whatever the value: those that stop the
    /// machine in a turn.
    ///
    /// @param nanos by the guest's clock of QEMU
    public static Condition atClock(long nanos) {
        return new Condition(Test.AT_CLOCK, nanos, 0);
    }

    private static final int SIGN_SHIFT = 8;

    /// With the numbers of `enum probe_condition` of `probes.h`.
    public enum Test {
        ALWAYS(0, ""),
        EQUAL(1, "=="),
        NOT_EQUAL(2, "!="),
        BELOW(3, "<"),
        AT_LEAST(4, ">="),
        ABOVE(5, ">"),
        AT_MOST(6, "<="),
        CHANGED(7, "changes"),
        AT_CLOCK(8, "at");

        private final int code;
        private final String text;

        Test(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /// As it is written in C.
        public String text() {
            return text;
        }

        /// Whether a value meets it, as the plugin's `condition_holds` says.
        ///
        /// @param signed how both are compared
        /// @throws IllegalStateException it needs the value before, too
        public boolean holds(long value, long operand, boolean signed) {
            int order = signed ? Long.compare(value, operand) : Long.compareUnsigned(value, operand);
            return switch (this) {
                case ALWAYS -> true;
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case BELOW -> order < 0;
                case AT_LEAST -> order >= 0;
                case ABOVE -> order > 0;
                case AT_MOST -> order <= 0;
                case CHANGED -> throw new IllegalStateException("a change needs the value before");
                case AT_CLOCK -> throw new IllegalStateException("that is none of a value");
            };
        }
    }

    /// @throws LabException no value has so many bits
    public Condition {
        if (signedBits < 0 || signedBits > Long.SIZE || signedBits % Byte.SIZE != 0) {
            throw LabException.asked("a value of " + signedBits + " bits cannot be compared")
                    .available("8, 16, 32 and 64 bits with a sign; 0 for a value without one")
                    .exception();
        }
    }

    /// As `probes.h` has it.
    public long packed() {
        return test.code | (long) signedBits << SIGN_SHIFT;
    }
}
