package org.schedlab.experiments.statistics;

/// Where a value lies, with a confidence.
///
/// @param low its lower end; NaN if there is no interval
/// @param high its upper end
/// @param confidence from 0 to 1, such as 0.95
/// @param method how it was made, in words
public record Interval(double low, double high, double confidence, String method) {
    static Interval none(double confidence, String why) {
        return new Interval(Double.NaN, Double.NaN, confidence, why);
    }

    /// Whether there is one.
    public boolean known() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    /// Whether a value lies in it, its ends included.
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
