package org.schedlab.lab.scenario;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// How long a scenario takes, and how long the host waits for it.
class ScenarioTest {
    private static final Step FULL = Step.of().hold(Hold.full());

    @Test
    void theHostWaitsLongerForMoreGuestTime() {
        assertThat(Scenario.of(Step.of()).hostDeadline()).isEqualTo(Duration.ofMinutes(1));
        assertThat(Scenario.of(FULL).hostDeadline()).isEqualTo(Duration.ofSeconds(1000));
        assertThat(Scenario.of(FULL, FULL).duration(Duration.ofSeconds(30)).hostDeadline())
                .isEqualTo(Duration.ofSeconds(12_000));
        assertThat(Scenario.of(FULL).hostDeadline(Duration.ofSeconds(7)).hostDeadline())
                .as("what was asked for")
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void allGuestTimeIsCounted() {
        Step runs = Step.of().then(new Op.LetRun(Duration.ofSeconds(2))).hold(Duration.ofSeconds(3));
        Step loop = Step.of()
                .then(new Op.LetRun(Duration.ofSeconds(1)))
                .hold(Hold.loop(Duration.ofSeconds(2), Duration.ofSeconds(6)));
        assertThat(Scenario.of(Backdrop.none().settle(Duration.ofSeconds(1)), runs, loop)
                        .guestTime())
                .isEqualTo(Duration.ofSeconds(1 + 2 + 3 + 6 + 4));
    }
}
