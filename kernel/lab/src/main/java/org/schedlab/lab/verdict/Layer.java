package org.schedlab.lab.verdict;

/// Thresholds and where they come from.
///
/// @param origin `default`, a scheduler's name, or `test`
public record Layer(String origin, Thresholds thresholds) {}
