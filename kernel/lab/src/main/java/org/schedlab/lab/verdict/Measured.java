package org.schedlab.lab.verdict;

import java.util.Locale;

/// A number that claims can be made of: `Measured.that("share of heavy", 0.749).within(0.02, 0.75)`.
///
/// A number that is not a number, such as a share of nothing, makes every claim INCONCLUSIVE, never a
/// pass.
///
/// @param about what was measured, in words
/// @param value the measured value; NaN and infinities mean that nothing was measured
/// @param scheduler who was in charge when it was measured, in words; empty if that is not told
public record Measured(String about, double value, String scheduler) {

    /// A measured number.
    public static Measured that(String about, double value) {
        return new Measured(about, value, "");
    }

    /// The same with who was in charge when it was measured: `Measured.that("share", 0.5).under("fifo")`. A table of
    /// several claims then says whose row is whose.
    public Measured under(String who) {
        return new Measured(about, value, who);
    }

    /// A part of a whole.
    ///
    /// @param whole 0 means that nothing was measured
    public static Measured share(String about, double part, double whole) {
        return that(about, whole == 0 ? Double.NaN : part / whole);
    }

    /// Claims that it is not above a limit.
    public Claim atMost(double limit) {
        return claim("at most " + text(limit), value <= limit);
    }

    /// Claims that it is not below a limit.
    public Claim atLeast(double limit) {
        return claim("at least " + text(limit), value >= limit);
    }

    /// Claims that it lies between two limits, both included.
    public Claim between(double low, double high) {
        return claim("%s to %s".formatted(text(low), text(high)), value >= low && value <= high);
    }

    /// Claims that it is off an expected value by no more than a part of that value.
    ///
    /// @param part for example 0.02 for 2 %
    /// @param expected not 0
    public Claim within(double part, double expected) {
        return claim(
                "%s within %s %%".formatted(text(expected), text(part * 100)),
                Math.abs(value - expected) <= Math.abs(part * expected));
    }

    /// Claims that it is better than another measurement by a factor:
    /// `rate.timesThatOf(baseline).atLeast(1.3)`.
    public Measured timesThatOf(Measured base) {
        return share("%s, in times of %s".formatted(about, base.about()), value, base.value())
                .under(scheduler);
    }

    private Claim claim(String expected, boolean holds) {
        boolean measured = Double.isFinite(value);
        Outcome outcome = !measured ? Outcome.INCONCLUSIVE : holds ? Outcome.PASS : Outcome.FAIL;
        return new Claim(about, scheduler, measured ? text(value) : "not measured", expected, Claim.TEST, outcome);
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }
}
