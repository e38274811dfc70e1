package org.schedlab.experiments.statistics;

/// How large a difference must be to matter, whatever a test says. Both must be reached.
///
/// @param absolute in the unit of the metric, 0 or above
/// @param relative as a part of the median of `a`, 0 or above: 0.05 for 5 %
public record Gates(double absolute, double relative) {
    /// Whether a difference is large enough.
    ///
    /// @param part of the median of `a`; NaN if that is 0, then only the absolute gate counts
    boolean passed(double difference, double part) {
        return Math.abs(difference) >= absolute && (Double.isNaN(part) || Math.abs(part) >= relative);
    }
}
