package org.schedlab.guest.work;

import java.time.Duration;
import java.util.Locale;

import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

/// Checks one choice of a piece of work; what cannot be is refused with the choice's name.
final class Choice {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_WORKERS = 512;

    private Choice() {}

    /// A time that passes, above zero.
    static void time(String work, String choice, Duration value) {
        check(value.isPositive() && fits(value), work, choice, value, "durations above zero, up to " + LONGEST);
    }

    /// An amount of work, which may be none.
    static void amount(String work, String choice, Duration value) {
        check(!value.isNegative() && fits(value), work, choice, value, "durations from zero to " + LONGEST);
    }

    /// A number of workers that one role is played by.
    static void workers(String work, String choice, int value) {
        within(work, choice, value, 1, MOST_WORKERS);
    }

    /// A CPU that some machine has; whether this one does, the guest tells.
    static void cpu(String work, int value) {
        within(work, "CPU", value, 0, Topology.MAX_CPUS - 1);
    }

    static void within(String work, String choice, long value, long least, long most) {
        check(
                value >= least && value <= most,
                work,
                choice,
                value,
                String.format(Locale.ROOT, "%d to %d", least, most));
    }

    private static boolean fits(Duration value) {
        return value.compareTo(LONGEST) <= 0;
    }

    private static void check(boolean good, String work, String choice, Object value, String available) {
        if (!good) {
            throw LabException.asked("there is no %s with %s %s".formatted(work, choice, value))
                    .available(available)
                    .remedy("change that choice")
                    .exception();
        }
    }
}
