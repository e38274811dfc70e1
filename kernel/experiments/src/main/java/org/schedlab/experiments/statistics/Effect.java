package org.schedlab.experiments.statistics;

/// How strong a difference is, without a unit.
///
/// @param name of the measure
/// @param value from -1 (b is below a everywhere) to 1 (above everywhere); NaN if nothing was measured
public record Effect(String name, double value) {}
