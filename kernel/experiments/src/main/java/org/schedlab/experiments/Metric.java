package org.schedlab.experiments;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// A number that every cell gives.
///
/// @param name with its unit, such as `wait_p99_us`
/// @param measure NaN stands for "not measured"
/// @param data what it is, if it is data
record Metric<T>(String name, ToDoubleFunction<Run<T>> measure, Optional<TableMetric> data) {}
