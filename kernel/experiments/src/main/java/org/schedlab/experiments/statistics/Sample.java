package org.schedlab.experiments.statistics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Measurements of one thing under one condition. Two samples whose keys are the same are compared in pairs.
///
/// @param name the condition, such as `vtime`
/// @param byKey the measurements, each by what tells it from the others of the sample: its seed, and
///     further factors. NaN stands for "not measured"
/// @param keyed whether the keys mean something; else they are numbers in order, and nothing can be paired
public record Sample(String name, SequencedMap<String, Double> byKey, boolean keyed) {
    public Sample {
        byKey = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byKey));
    }

    /// Measurements that belong to nothing of another sample.
    public static Sample of(String name, double... values) {
        SequencedMap<String, Double> byKey = new LinkedHashMap<>();
        for (double value : values) {
            byKey.put(Integer.toString(byKey.size() + 1), value);
        }
        return new Sample(name, byKey, false);
    }

    /// Measurements by seed.
    public static Sample bySeed(String name, Map<Long, Double> values) {
        SequencedMap<String, Double> byKey = new LinkedHashMap<>();
        values.forEach((seed, value) -> byKey.put(seed.toString(), value));
        return new Sample(name, byKey, true);
    }

    /// What was measured.
    double[] measured() {
        return byKey.values().stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
    }
}
