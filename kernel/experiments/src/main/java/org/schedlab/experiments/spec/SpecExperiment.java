package org.schedlab.experiments.spec;

import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.lab.scenario.ScenarioResult;

/// Data as an experiment. Stateless.
final class SpecExperiment {
    private SpecExperiment() {}

    static Experiment<ScenarioResult> of(ExperimentData data) {
        Design design = Design.named(data.name()).machine(data.machine());
        data.factors().forEach(design::add);
        if (data.bootSeeds()) {
            var _ = design.bootSeeds();
        }
        Experiment<ScenarioResult> experiment =
                data.scenario().map(design::scenario).orElseGet(design::eachScenario);
        data.metrics().forEach(experiment::metric);
        data.claims().forEach(experiment::claim);
        return experiment;
    }
}
