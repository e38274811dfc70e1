package org.schedlab.lab.words;

import org.schedlab.lab.verdict.Claim;
import org.schedlab.lab.verdict.Measured;

/// The words of the course's exercises: a cell tells whether an answer is right. Imported statically beside [Lab].
/// Stateless.
public final class CourseWords {
    /// What a student has not answered yet: `double ratio = UNANSWERED;`.
    public static final double UNANSWERED = Double.NaN;

    private CourseWords() {}

    /// Whether an answer is right, in words, and if it is not, a hint:
    /// `check(Measured.that("nice 0 : nice 5", ratio).within(0.05, 3.06), "both weights stand in …")`.
    ///
    /// @param claim about the answer; not measured is not answered
    /// @param hint where to look; not told to who is right
    public static String check(Claim claim, String hint) {
        return switch (claim.outcome()) {
            case PASS -> "right: %s is %s".formatted(claim.about(), claim.measured());
            case FAIL ->
                "not yet: %s is %s, and it is to be %s%n  hint: %s"
                        .formatted(claim.about(), claim.measured(), claim.expected(), hint);
            case INCONCLUSIVE, SKIP -> "no answer yet: %s%n  hint: %s".formatted(claim.about(), hint);
        };
    }

    /// The same of an answer that is a number, without telling which is right.
    ///
    /// @param about what is asked for
    /// @param part how far off it may be, as a part of the right one
    public static String check(String about, double answer, double right, double part, String hint) {
        Claim claim = Measured.that(about, answer).within(part, right);
        return switch (claim.outcome()) {
            case PASS -> "right: %s is %s".formatted(about, claim.measured());
            case FAIL -> "not yet: %s is not %s%n  hint: %s".formatted(about, claim.measured(), hint);
            case INCONCLUSIVE, SKIP -> "no answer yet: %s%n  hint: %s".formatted(about, hint);
        };
    }
}
