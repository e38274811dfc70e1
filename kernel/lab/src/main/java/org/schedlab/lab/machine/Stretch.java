package org.schedlab.lab.machine;

import java.time.Duration;

import org.schedlab.vm.LabException;

/// A stretch of guest time that somebody asks for. Stateless.
public final class Stretch {
    /// More than anybody waits for; a clock in ns counts it, and the host's deadline for it.
    private static final Duration LONGEST = Duration.ofDays(365);

    private Stretch() {}

    /// The stretch itself.
    ///
    /// @throws LabException unless it is above zero and at most a year
    public static Duration require(Duration guestTime) {
        if (!guestTime.isPositive()) {
            throw LabException.asked("cannot let %s of guest time pass".formatted(guestTime))
                    .available("durations above zero: the guest's clock goes forward only")
                    .remedy("%rewind goes back to an earlier cell; then run for less")
                    .exception();
        }
        if (guestTime.compareTo(LONGEST) > 0) {
            throw LabException.asked("cannot let %s of guest time pass at once".formatted(guestTime))
                    .available("a year at most")
                    .remedy("run for less, and again")
                    .exception();
        }
        return guestTime;
    }
}
