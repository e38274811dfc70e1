package org.schedlab.lab.verdict;

/// One thing that was claimed, what was measured, and what became of the claim. Made by
/// [Measured#that(String, double)] or by the thresholds of workers.
///
/// @param about what is claimed of whom, for example `longest gap of hog-1`
/// @param scheduler who was in charge when it was measured, with knobs; empty if that is not known
/// @param measured the value with its unit, or why there is none
/// @param expected what it was to be, for example `at most 100 ms`
/// @param origin the layer that the expectation comes from: `default`, a scheduler's name, or `test`
/// @param outcome what became of it
public record Claim(String about, String scheduler, String measured, String expected, String origin, Outcome outcome) {
    static final String TEST = "test";

    /// A claim that is not asked this time.
    ///
    /// @param why for the reader
    public static Claim skipped(String about, String why) {
        return new Claim(about, "", why, "", TEST, Outcome.SKIP);
    }
}
