package org.schedlab.hunt;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.run.Outcome;
import org.schedlab.hunt.scenario.Scenario;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// A find that does not repeat is told loudly, and whose fault it can be.
class UnrepeatableTest {
    private static Outcome outcome(String hash, String... texts) {
        Scenario scenario = new Scenario("1n1l1c1t", List.of(), List.of(), Duration.ofMillis(1));
        List<Breach> breaches = java.util.Arrays.stream(texts)
                .map(text -> new Breach("mine", "does not hold", "", text, 1, 1))
                .toList();
        return new Outcome(scenario, breaches, hash, new TreeSet<>(), List.of(), List.of(), 1);
    }

    @Test
    void equalOnesPass() {
        UnrepeatableException.require(List.of(outcome("a", "x"), outcome("a", "x"), outcome("a", "x")));
    }

    @Test
    void anotherStateIsTheLabsFault() {
        assertThatExceptionOfType(UnrepeatableException.class)
                .isThrownBy(() -> UnrepeatableException.require(List.of(outcome("a", "x"), outcome("b", "x"))))
                .withMessageStartingWith("NOT REPEATABLE")
                .withMessageContaining("came to different states")
                .withMessageContaining("believe nothing of this hunt");
    }

    @Test
    void anotherVerdictOnTheSameStateIsTheVerdicts() {
        assertThatExceptionOfType(UnrepeatableException.class)
                .isThrownBy(() -> UnrepeatableException.require(List.of(outcome("a", "x"), outcome("a"))))
                .withMessageContaining("came to the same state; the invariants were judged differently")
                .withMessageContaining("a verdict of your own must give the same for the same run");
    }
}
