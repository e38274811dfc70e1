package org.schedlab.experiments;

import java.util.List;
import java.util.Optional;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.Scenario;

/// An experiment that is data, so that it can be written down and run by another host. Immutable.
///
/// @param name part of the identity of its cells
/// @param machine of every cell, but for what factors change about it
/// @param factors none of which is [FactorForm.Code]
/// @param bootSeeds whether each seed boots a machine of its own
/// @param scenario empty if the factor [Factor#SCENARIO] says which
/// @param metrics at least one
/// @param claims that each cell is judged by; may be none
public record ExperimentData(
        String name,
        BootOptions machine,
        List<Factor> factors,
        boolean bootSeeds,
        Optional<Scenario> scenario,
        List<TableMetric> metrics,
        List<MetricClaim> claims) {
    public ExperimentData {
        factors = List.copyOf(factors);
        metrics = List.copyOf(metrics);
        claims = List.copyOf(claims);
    }
}
