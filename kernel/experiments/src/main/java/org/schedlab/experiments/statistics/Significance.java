package org.schedlab.experiments.statistics;

/// What a test of significance says.
///
/// @param test its name, and how the p-value was computed
/// @param p how often equal conditions would give samples as different as these, two-sided; NaN if nothing was
///     measured
/// @param least the smallest p that so many measurements could have given
/// @param corrected p after the correction for the number of metrics that were looked at
/// @param correction its name and that number; empty if one metric was looked at
public record Significance(String test, double p, double least, double corrected, String correction) {
    static Significance of(String test, double p, double least) {
        return new Significance(test, p, least, p, "");
    }

    Significance corrected(double newP, String by) {
        return new Significance(test, p, least, newP, by);
    }
}
