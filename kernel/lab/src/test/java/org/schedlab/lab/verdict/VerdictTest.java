package org.schedlab.lab.verdict;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerdictTest {
    private final Claim passed = Measured.that("share", 0.751).within(0.02, 0.75);
    private final Claim failed = Measured.that("share", 0.5).within(0.02, 0.75);
    private final Claim unknown = Measured.share("share", 0, 0).atLeast(0);
    private final Claim skipped = Claim.skipped("share", "one CPU only");

    @Test
    void failIsGraverThanInconclusiveThanPassThanSkip() {
        assertThat(Verdict.of(skipped, passed, unknown, failed).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(Verdict.of(skipped, passed, unknown).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(Verdict.of(skipped, passed).outcome()).isEqualTo(Outcome.PASS);
        assertThat(Verdict.of(skipped).outcome()).isEqualTo(Outcome.SKIP);
    }

    @Test
    void nothingClaimedIsInconclusive() {
        assertThat(new Verdict(List.of()).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThatThrownBy(() -> Verdict.of().requirePass()).hasMessageContaining("nothing was claimed");
    }

    @Test
    void whatWasNotMeasuredNeverPasses() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            var measured = Measured.that("rate", value);
            assertThat(List.of(measured.atMost(1), measured.atLeast(1), measured.between(0, 1)))
                    .extracting(Claim::outcome)
                    .containsOnly(Outcome.INCONCLUSIVE);
        }
    }

    @Test
    void limitsIncludeThemselves() {
        var measured = Measured.that("rate", 3);
        assertThat(measured.atMost(3).outcome()).isEqualTo(Outcome.PASS);
        assertThat(measured.atMost(2.9).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(measured.atLeast(3.1).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(measured.between(3, 4).outcome()).isEqualTo(Outcome.PASS);
        assertThat(measured.within(0.5, 2).outcome()).isEqualTo(Outcome.PASS);
        assertThat(measured.within(0.49, 2).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void comparesWithABaseline() {
        var base = Measured.that("rate under eevdf", 100);
        Claim better = Measured.that("rate under mine", 140).timesThatOf(base).atLeast(1.3);
        assertThat(better.outcome()).isEqualTo(Outcome.PASS);
        assertThat(better.measured()).isEqualTo("1.400");
        assertThat(Measured.that("rate", 1)
                        .timesThatOf(Measured.that("nothing", 0))
                        .atLeast(1)
                        .outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void requirePassNamesEachClaimThatDidNotPass() {
        assertThatThrownBy(() -> Verdict.of(passed, failed, unknown).requirePass())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        verdict: FAIL (1 FAIL, 1 INCONCLUSIVE, 1 PASS)
                          FAIL: share is 0.5000, expected 0.7500 within 2 % (test)
                          INCONCLUSIVE: share is not measured, expected at least 0 (test)""");
        assertThatCode(() -> Verdict.of(passed, skipped).requirePass()).doesNotThrowAnyException();
        assertThatCode(() -> Verdict.of(skipped).requirePass()).doesNotThrowAnyException();
    }

    @Test
    void tableHasARowForEachClaim() {
        var table = Verdict.of(passed, failed).table();
        assertThat(table.stringColumn("outcome").asList()).as("failures first").containsExactly("FAIL", "PASS");
        assertThat(table.name()).isEqualTo("verdict: FAIL (1 FAIL, 1 PASS)");
    }

    @Test
    void rowsOfSeveralSayWhoWasInCharge() {
        Claim one = Measured.that("p99", 1).under("EEVDF").atMost(2);
        Claim other = Measured.that("p99", 3).under("fifo (slice_ns=5)").atMost(2);
        var both = Verdict.of(one).and(other);
        assertThat(both.table().stringColumn("scheduler").asList()).containsExactly("fifo (slice_ns=5)", "EEVDF");
        assertThatThrownBy(both::requirePass).hasMessageContaining("FAIL: p99 under fifo (slice_ns=5) is 3");
    }
}
