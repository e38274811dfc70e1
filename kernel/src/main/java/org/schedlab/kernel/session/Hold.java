package org.schedlab.kernel.session;

import java.time.Duration;

/// How long the guest runs after a step's operations, before the next step.
public sealed interface Hold {

    /// The guest does not run: the next step sees the same instant, one freeze later.
    record None() implements Hold {}

    /// A fixed stretch of guest time.
    record Fixed(Duration guestTime) implements Hold {}

    /// A part of the scenario's duration.
    ///
    /// @param part above 0, at most 1
    record Fraction(double part) implements Hold {
        public Fraction {
            if (!(part > 0 && part <= 1)) {
                throw new IllegalArgumentException(
                        "a hold takes a part above 0 and at most 1 of the scenario's duration, not " + part);
            }
        }
    }

    /// No guest time at all.
    static Hold none() {
        return new None();
    }

    /// The scenario's whole duration.
    static Hold full() {
        return new Fraction(1);
    }

    /// A part of the scenario's duration.
    static Hold fraction(double part) {
        return new Fraction(part);
    }

    /// A stretch of guest time.
    static Hold of(Duration guestTime) {
        return new Fixed(guestTime);
    }

    /// The guest time this hold takes in a scenario of the given duration.
    default Duration within(Duration scenario) {
        return switch (this) {
            case None none -> Duration.ZERO;
            case Fixed fixed -> fixed.guestTime();
            case Fraction fraction -> Duration.ofNanos(Math.round(scenario.toNanos() * fraction.part()));
        };
    }
}
