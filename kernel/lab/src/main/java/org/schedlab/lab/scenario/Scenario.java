package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.schedlab.lab.machine.Slices;

/// Steps carried out one after the other before a backdrop.
///
/// @param duration the guest time that a full hold stands for
/// @param patience how long the host waits for the whole scenario before it calls it timed out; empty for as long as
///     that much guest time deserves
/// @param guestLimit how much guest time the scenario may take in all; empty for as much as it likes
/// @param backdrop what is there throughout
/// @param steps in order
public record Scenario(
        Duration duration,
        Optional<Duration> patience,
        Optional<Duration> guestLimit,
        Backdrop backdrop,
        List<Step> steps) {
    public Scenario {
        steps = List.copyOf(steps);
    }

    /// A scenario of five seconds of guest time.
    public static Scenario of(Step... steps) {
        return of(Backdrop.none(), steps);
    }

    /// The same before a backdrop.
    public static Scenario of(Backdrop backdrop, Step... steps) {
        return new Scenario(Duration.ofSeconds(5), Optional.empty(), Optional.empty(), backdrop, List.of(steps));
    }

    /// The same steps over another stretch of guest time.
    public Scenario duration(Duration guestTime) {
        return new Scenario(guestTime, patience, guestLimit, backdrop, steps);
    }

    /// How long the host waits for the whole scenario: as it was told, or 200 times the guest time that it asks for,
    /// and
    /// a minute at least.
    public Duration hostDeadline() {
        return patience.orElseGet(() -> Slices.hostDeadline(guestTime()));
    }

    /// The guest time that the settling, the holds and the runs of all steps take together; operations take a little
    /// more.
    public Duration guestTime() {
        return steps.stream().map(step -> step.guestTime(duration)).reduce(backdrop.settle(), Duration::plus);
    }

    /// The same steps with another host deadline.
    public Scenario hostDeadline(Duration deadline) {
        return new Scenario(duration, Optional.of(deadline), guestLimit, backdrop, steps);
    }

    /// The same steps with a limit on all the guest time they take, setting up included.
    public Scenario guestLimit(Duration guestTime) {
        return new Scenario(duration, patience, Optional.of(guestTime), backdrop, steps);
    }

    /// The same steps before another backdrop.
    public Scenario backdrop(Backdrop other) {
        return new Scenario(duration, patience, guestLimit, other, steps);
    }
}
