package org.schedlab.experiments;

import java.util.Collection;

/// What a setting is judged by. Immutable.
///
/// @param metric its name, with its unit
/// @param lessIsBetter which way is better
/// @param summary how the cells of one setting become one number
public record Objective(String metric, boolean lessIsBetter, Summary summary) {
    /// Which way is better, in words.
    String direction() {
        return lessIsBetter ? "less is better" : "more is better";
    }

    /// As a cost: the less, the better.
    double cost(double value) {
        return lessIsBetter ? value : -value;
    }

    /// One number of the values of the cells; NaN if one of them was not measured.
    double of(Collection<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        return values.stream().allMatch(Double::isFinite) ? summary.of(all) : Double.NaN;
    }
}
