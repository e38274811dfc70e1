package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.experiments.json.DataJson;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// An experiment as data, and why it is not. Stateless.
final class DataForm {
    private DataForm() {}

    /// What decides what a scenario does that is data, as a version: what is measured of it counts too.
    static String version(DataScenario scenario, List<TableMetric> metrics, List<MetricClaim> claims) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        scenario.forAll().ifPresent(it -> all.set("scenario", DataJson.write(it)));
        all.set("metrics", DataJson.write(metrics));
        var judged = all.putArray("claims");
        claims.forEach(claim -> judged.add(claim.toString()));
        return "data " + Sha256.of(all.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// @throws LabException a part of it is code; says which
    static ExperimentData of(Experiment<?> experiment) {
        Design design = experiment.design();
        List<String> code = new ArrayList<>();
        Optional<Scenario> scenario = Optional.empty();
        if (experiment.scenario() instanceof DataScenario(Optional<Scenario> forAll)) {
            scenario = forAll;
        } else {
            code.add("its scenario is Java code");
        }
        for (Factor factor : design.factors()) {
            if (factor.form() instanceof FactorForm.Code) {
                code.add("only Java code knows what the values of the factor '%s' mean".formatted(factor.name()));
            }
        }
        List<TableMetric> metrics = new ArrayList<>();
        for (Metric<?> metric : experiment.measures()) {
            metric.data()
                    .ifPresentOrElse(
                            metrics::add, () -> code.add("the metric '%s' is Java code".formatted(metric.name())));
        }
        if (experiment.judges() && experiment.claims().isEmpty()) {
            code.add("its verdict is Java code");
        }
        if (!code.isEmpty()) {
            throw LabException.asked("the experiment '%s' cannot be run by another host".formatted(design.name()))
                    .found(String.join("; ", code))
                    .available(
                            "scenario(Scenario), metric(new TableMetric(…)), claim(…), and the factors schedulers, knob,"
                                    + " topologies, kernels, scenarios, startOffsets, seeds")
                    .remedy("say these parts with data, or run it here: run()")
                    .exception();
        }
        return new ExperimentData(
                design.name(),
                design.machine(),
                design.factors(),
                design.hasBootSeeds(),
                scenario,
                metrics,
                experiment.claims());
    }
}
