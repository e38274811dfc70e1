package org.schedlab.experiments;

import org.schedlab.lab.session.VmSession;

/// A cell whose scenario has come to its end, for metrics and verdicts.
///
/// @param vm the machine, which stands where the scenario ended
/// @param cell the factors
/// @param outcome what the scenario returned
public record Run<T>(VmSession vm, Cell cell, T outcome) {}
