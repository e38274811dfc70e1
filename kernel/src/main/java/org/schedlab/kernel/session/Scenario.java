package org.schedlab.kernel.session;

import java.time.Duration;
import java.util.List;

/// Steps carried out one after the other.
///
/// @param duration the guest time that a full hold stands for
/// @param hostDeadline how long the host waits for the whole scenario before it calls it timed out
/// @param steps in order
public record Scenario(Duration duration, Duration hostDeadline, List<Step> steps) {
    public Scenario {
        steps = List.copyOf(steps);
    }

    /// A scenario of five seconds of guest time with a host deadline of a minute.
    public static Scenario of(Step... steps) {
        return new Scenario(Duration.ofSeconds(5), Duration.ofMinutes(1), List.of(steps));
    }

    /// The same steps over another stretch of guest time.
    public Scenario duration(Duration guestTime) {
        return new Scenario(guestTime, hostDeadline, steps);
    }

    /// The same steps with another host deadline.
    public Scenario hostDeadline(Duration deadline) {
        return new Scenario(duration, deadline, steps);
    }
}
