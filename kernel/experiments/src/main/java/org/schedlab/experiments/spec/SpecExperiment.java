package org.schedlab.experiments.spec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.Factor;
import org.schedlab.experiments.FactorForm;
import org.schedlab.experiments.Level;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;

/// Data as an experiment. Stateless.
final class SpecExperiment {
    private SpecExperiment() {}

    static Experiment<ScenarioResult> of(ExperimentData data) {
        Design design = Design.named(data.name()).machine(data.machine());
        data.factors().forEach(factor -> add(design, factor));
        if (data.bootSeeds()) {
            var _ = design.bootSeeds();
        }
        Experiment<ScenarioResult> experiment =
                data.scenario().map(design::scenario).orElseGet(design::eachScenario);
        data.metrics().forEach(experiment::metric);
        data.claims().forEach(experiment::claim);
        return experiment;
    }

    private static void add(Design design, Factor factor) {
        List<Object> values = factor.levels().stream().map(Level::value).toList();
        var _ = switch (factor.form()) {
            case FactorForm.Schedulers _ -> design.schedulers(values.toArray(Scheduler[]::new));
            case FactorForm.Knob knob -> design.knob(knob.scheduler(), factor.name(), values.toArray());
            case FactorForm.Topologies _ -> design.topologies(values.toArray(String[]::new));
            case FactorForm.Kernels _ -> design.kernels(values.toArray(String[]::new));
            case FactorForm.StartOffsets _ -> design.startOffsets(values.toArray(Duration[]::new));
            case FactorForm.Seeds _ ->
                design.seeds(values.stream()
                        .mapToLong(each -> ((Number) each).longValue())
                        .toArray());
            case FactorForm.Scenarios _ -> {
                SequencedMap<String, Scenario> named = new LinkedHashMap<>();
                factor.levels().forEach(level -> named.put(level.label(), (Scenario) level.value()));
                yield design.scenarios(named);
            }
            case FactorForm.Code _ -> throw new IllegalStateException("code in data: " + factor.name());
        };
    }
}
