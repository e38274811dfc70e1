package org.schedlab.lab.series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.series.SeriesColumn.Point;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Each pattern on a series that has it and on one that has not: a claim that cannot fail says nothing.
class SeriesClaimsTest {
    private static final long MILLI = 1_000_000;

    /// A sample each millisecond, the first at 1 ms.
    private static SeriesColumn of(double... values) {
        List<Point> points = new ArrayList<>();
        for (double value : values) {
            points.add(new Point((points.size() + 1) * MILLI, value));
        }
        return new SeriesColumn("q", points);
    }

    private static SeriesClaims about(double... values) {
        return SeriesClaims.about(List.of(of(values)));
    }

    private static void holds(ThrowingCallable claim) {
        assertThatCode(claim).doesNotThrowAnyException();
    }

    private static void brokenAt(long milli, ThrowingCallable claim) {
        BrokenClaimException broken = catchThrowableOfType(BrokenClaimException.class, claim);
        org.assertj.core.api.Assertions.assertThat(broken)
                .as("the claim is broken")
                .isNotNull();
        org.assertj.core.api.Assertions.assertThat(broken.guestTimeNanos()).isEqualTo(milli * MILLI);
        org.assertj.core.api.Assertions.assertThat(broken).hasMessageContaining("(" + milli * MILLI + " ns)");
    }

    @Test
    void nondecreasing() {
        holds(() -> about(1, 1, 2).nondecreasing());
        brokenAt(3, () -> about(1, 2, 1, 0).nondecreasing());
    }

    @Test
    void strictlyIncreasing() {
        holds(() -> about(1, 2, 3).strictlyIncreasing());
        brokenAt(2, () -> about(1, 1, 2).strictlyIncreasing());
    }

    @Test
    void rateWithin() {
        holds(() -> about(0, 1, 3).rateWithin(1_000, 2_000));
        brokenAt(3, () -> about(0, 1, 4).rateWithin(1_000, 2_000));
    }

    @Test
    void steadyWithin() {
        holds(() -> about(90, 10, 11, 10).steadyWithin(Duration.ofMillis(1), 0.1));
        brokenAt(3, () -> about(90, 10, 14, 10).steadyWithin(Duration.ofMillis(1), 0.15));
        assertThatThrownBy(() -> about(1, 1).steadyWithin(Duration.ofMillis(9), 0.1))
                .hasMessageContaining("it was not measured that long");
    }

    @Test
    void convergesTo() {
        holds(() -> about(9, 2, 2, 2, 9).convergesTo(2, 0, Duration.ofMillis(3)));
        brokenAt(4, () -> about(9, 2, 3, 2, 2, 2).convergesTo(2, 0, Duration.ofMillis(3)));
        assertThatThrownBy(() -> about(2, 2).convergesTo(2, 0, Duration.ofMillis(9)))
                .hasMessageContaining("3 samples in a row within 0 of 2 in 9 ms");
    }

    @Test
    void alwaysTrue() {
        holds(() -> about(2, 4).alwaysTrue("even", value -> value % 2 == 0));
        assertThatThrownBy(() -> about(2, 3).alwaysTrue("even", value -> value % 2 == 0))
                .hasMessageStartingWith("'q' is not always even")
                .hasMessageContaining("it is 3 at 0.002000 s of guest time (2000000 ns), sample 1 of 2");
    }

    @Test
    void ratioWithin() {
        holds(() -> about(2, 6).ratioWithin(of(1, 2), 2, 3));
        brokenAt(2, () -> about(2, 8).ratioWithin(of(1, 2), 2, 3));
        brokenAt(2, () -> about(2, 8).ratioWithin(of(1, 0), 2, 3));
        assertThatThrownBy(() -> about(1, 2).ratioWithin(of(1), 0, 9))
                .hasMessageContaining("they were not measured at the same instants");
    }

    @Test
    void limits() {
        holds(() -> about(2, 3).atLeast(2).atMost(3).between(2, 3));
        brokenAt(1, () -> about(1, 3).atLeast(2));
        brokenAt(2, () -> about(1, 3).atMost(2));
        brokenAt(3, () -> about(1, 3, 4).between(1, 3));
        brokenAt(2, () -> about(1, Double.NaN).atMost(2));
    }

    @Test
    void counterDelta() {
        holds(() -> about(5, 6, 9, 50).counterDelta(MILLI, 3 * MILLI, 4, 4));
        brokenAt(3, () -> about(5, 6, 9).counterDelta(MILLI, 3 * MILLI, 5, 9));
        assertThatThrownBy(() -> about(5, 6).counterDelta(8 * MILLI, 9 * MILLI, 0, 1))
                .hasMessageContaining("there is no sample in it");
    }

    @Test
    void ratioAcrossPhases() {
        holds(() -> about(1, 1, 2, 2).ratioAcrossPhases(3 * MILLI, 2, 2));
        brokenAt(3, () -> about(1, 1, 2, 2).ratioAcrossPhases(3 * MILLI, 3, 4));
    }

    @Test
    void whatWasNeverMeasuredBreaksEveryClaim() {
        assertThatThrownBy(() -> SeriesClaims.about(List.of(of())))
                .isInstanceOf(BrokenClaimException.class)
                .hasMessageContaining("it was never measured");
    }
}
