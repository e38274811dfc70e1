package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Steps carried out one after the other before a backdrop.
///
/// @param duration the guest time that a full hold stands for
/// @param hostDeadline how long the host waits for the whole scenario before it calls it timed out
/// @param guestLimit how much guest time the scenario may take in all; empty for as much as it likes
/// @param backdrop what is there throughout
/// @param steps in order
public record Scenario(
        Duration duration, Duration hostDeadline, Optional<Duration> guestLimit, Backdrop backdrop, List<Step> steps) {
    public Scenario {
        steps = List.copyOf(steps);
    }

    /// A scenario of five seconds of guest time with a host deadline of a minute.
    public static Scenario of(Step... steps) {
        return of(Backdrop.none(), steps);
    }

    /// The same before a backdrop.
    public static Scenario of(Backdrop backdrop, Step... steps) {
        return new Scenario(Duration.ofSeconds(5), Duration.ofMinutes(1), Optional.empty(), backdrop, List.of(steps));
    }

    /// The same steps over another stretch of guest time.
    public Scenario duration(Duration guestTime) {
        return new Scenario(guestTime, hostDeadline, guestLimit, backdrop, steps);
    }

    /// The same steps with another host deadline.
    public Scenario hostDeadline(Duration deadline) {
        return new Scenario(duration, deadline, guestLimit, backdrop, steps);
    }

    /// The same steps with a limit on all the guest time they take, setting up included.
    public Scenario guestLimit(Duration guestTime) {
        return new Scenario(duration, hostDeadline, Optional.of(guestTime), backdrop, steps);
    }

    /// The same steps before another backdrop.
    public Scenario backdrop(Backdrop other) {
        return new Scenario(duration, hostDeadline, guestLimit, other, steps);
    }
}
