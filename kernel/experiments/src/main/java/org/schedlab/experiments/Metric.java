package org.schedlab.experiments;

import java.util.function.ToDoubleFunction;

/// A number that every cell gives.
///
/// @param name with its unit, such as `wait_p99_us`
/// @param measure NaN stands for "not measured"
record Metric<T>(String name, ToDoubleFunction<Run<T>> measure) {}
