package org.schedlab.lab.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Gap;
import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExpectationsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Expectations expectations = new Expectations();

    @Test
    void workersThatWorkPass() {
        Verdict verdict = expectations.verdict(List.of(worker("a", 100), worker("b", 90)), "eevdf", Thresholds.none());
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.claims()).extracting(Claim::origin).containsOnly("default");
    }

    @Test
    void noWorkersAreInconclusive() {
        assertThat(expectations.verdict(List.of(), "eevdf", Thresholds.none()).outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aDeadWorkerFailsWhateverItsNumbers() {
        WorkerReport dead = report("a", 100, 0, new Ending.Exited(0), 1);
        assertThat(expectations
                        .verdict(List.of(dead), "eevdf", Thresholds.none())
                        .claims())
                .filteredOn(claim -> claim.outcome() == Outcome.FAIL)
                .extracting(Claim::about)
                .containsExactly("end of a");
    }

    @Test
    void aStarvedWorkerFails() {
        assertThat(expectations
                        .verdict(List.of(worker("a", 0)), "eevdf", Thresholds.none())
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void aWorkerWithoutTimeIsInconclusive() {
        WorkerReport fresh = report("a", 0, 0, new Ending.Alive(), 0);
        assertThat(expectations
                        .verdict(List.of(fresh), "eevdf", Thresholds.none().minWorkRate(1))
                        .claims())
                .extracting(Claim::outcome)
                .containsExactly(Outcome.PASS, Outcome.INCONCLUSIVE, Outcome.PASS, Outcome.INCONCLUSIVE);
    }

    @Test
    void theLastLayerThatSetsAThresholdWins() {
        WorkerReport late = report("a", 10, 3 * SECOND, new Ending.Alive(), 10 * SECOND);
        assertThat(gap(late, "eevdf", Thresholds.none())).isEqualTo("FAIL at most 2,000.00 ms default");

        expectations.expect("mine", Thresholds.none().maxGap(Duration.ofSeconds(5)));
        assertThat(gap(late, "mine", Thresholds.none())).isEqualTo("PASS at most 5,000.00 ms mine");
        assertThat(gap(late, "eevdf", Thresholds.none())).startsWith("FAIL");

        assertThat(gap(late, "mine", Thresholds.none().maxGap(Duration.ofMillis(100))))
                .isEqualTo("FAIL at most 100.00 ms test");
    }

    @Test
    void spreadIsOfTheGroup() {
        var reports = List.of(worker("a", 110), worker("b", 90));
        assertThat(outcomeOf(reports, Thresholds.none().maxSpreadPercent(20))).isEqualTo(Outcome.PASS);
        assertThat(outcomeOf(reports, Thresholds.none().maxSpreadPercent(19))).isEqualTo(Outcome.FAIL);
        assertThat(outcomeOf(List.of(worker("a", 1)), Thresholds.none().maxSpreadPercent(19)))
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void latenciesThatWereNotMeasuredAreInconclusive() {
        assertThat(outcomeOf(List.of(worker("a", 1)), Thresholds.none().maxP99WakeLatency(Duration.ofMillis(1))))
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void ratesAreOfGuestTime() {
        var reports = List.of(worker("a", 110));
        assertThat(outcomeOf(reports, Thresholds.none().minWorkRate(110))).isEqualTo(Outcome.PASS);
        assertThat(outcomeOf(reports, Thresholds.none().minWorkRate(111))).isEqualTo(Outcome.FAIL);
        assertThat(outcomeOf(reports, Thresholds.none().maxRunDelayPercent(50))).isEqualTo(Outcome.PASS);
        assertThat(outcomeOf(reports, Thresholds.none().maxRunDelayPercent(49))).isEqualTo(Outcome.FAIL);
        assertThat(outcomeOf(reports, Thresholds.none().maxMigrationsPerSecond(2)))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void refusesAThresholdBelowZero() {
        assertThatThrownBy(() -> Thresholds.none().maxSpreadPercent(-1))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("spread of work units");
        assertThatThrownBy(() -> Thresholds.none().minWorkRate(Double.NaN)).isInstanceOf(LabException.class);
    }

    private Outcome outcomeOf(List<WorkerReport> reports, Thresholds test) {
        return expectations.verdict(reports, "eevdf", test).outcome();
    }

    private String gap(WorkerReport report, String scheduler, Thresholds test) {
        Claim claim =
                expectations.verdict(List.of(report), scheduler, test).claims().getLast();
        return "%s %s %s".formatted(claim.outcome(), claim.expected(), claim.origin());
    }

    private static WorkerReport worker(String name, long units) {
        return report(name, units, 1000, new Ending.Alive(), SECOND);
    }

    private static WorkerReport report(String name, long units, long gapNanos, Ending ending, long wallNanos) {
        return new WorkerReport(
                new Worker(100, 1, name),
                units,
                wallNanos / 2,
                wallNanos,
                wallNanos / 2,
                wallNanos / 2,
                3,
                3,
                List.of(),
                List.of(0),
                new Gap(gapNanos, 0, 0),
                Latencies.NONE,
                Optional.empty(),
                ending,
                "");
    }
}
