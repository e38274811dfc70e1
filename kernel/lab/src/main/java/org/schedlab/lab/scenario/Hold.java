package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.Optional;

import org.schedlab.lab.machine.Stretch;
import org.schedlab.vm.LabException;

/// How long the guest runs after a step's operations, before the next step.
public sealed interface Hold {

    /// The guest does not run: the next step sees the same instant, one freeze later.
    record None() implements Hold {}

    /// A fixed stretch of guest time.
    ///
    /// @param guestTime above zero
    record Fixed(Duration guestTime) implements Hold {
        public Fixed {
            Stretch.require(guestTime);
        }
    }

    /// A part of the scenario's duration.
    ///
    /// @param part above 0, at most 1
    record Fraction(double part) implements Hold {
        public Fraction {
            if (!(part > 0 && part <= 1)) {
                throw LabException.asked("a hold cannot take " + part + " of the scenario's duration")
                        .available("a part above 0 and at most 1")
                        .remedy("for example Hold.fraction(0.25)")
                        .exception();
            }
        }
    }

    /// The scenario's whole duration, or another one, with the step's operations done at its start
    /// and again after each interval, as long as there is time left to run.
    ///
    /// @param interval of guest time, above zero
    /// @param total empty for the scenario's duration
    record Loop(Duration interval, Optional<Duration> total) implements Hold {
        public Loop {
            if (!interval.isPositive()) {
                throw LabException.asked("a hold cannot loop every " + interval)
                        .available("an interval above zero")
                        .remedy("for example loop(ms(100))")
                        .exception();
            }
            total.ifPresent(Stretch::require);
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

    /// The scenario's whole duration; the step's operations are done again after each interval.
    static Hold loop(Duration interval) {
        return new Loop(interval, Optional.empty());
    }

    /// A stretch of guest time; the step's operations are done again after each interval.
    static Hold loop(Duration interval, Duration total) {
        return new Loop(interval, Optional.of(total));
    }

    /// The guest time this hold takes in a scenario of the given duration.
    default Duration within(Duration scenario) {
        return switch (this) {
            case None none -> Duration.ZERO;
            case Fixed fixed -> fixed.guestTime();
            case Loop loop -> loop.total().orElse(scenario);
            case Fraction fraction -> Duration.ofNanos(Math.round(scenario.toNanos() * fraction.part()));
        };
    }
}
