package org.schedlab.experiments.spec;

import java.time.Duration;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.Factor;
import org.schedlab.experiments.FactorForm;
import org.schedlab.experiments.Level;
import org.schedlab.experiments.MetricClaim;
import org.schedlab.experiments.json.DataJson;
import org.schedlab.experiments.json.DurationText;
import org.schedlab.experiments.json.SchedulerJson;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.spec.MachineSpec;

/// A spec as JSON. Stateless.
final class SpecWriter {
    static final int FORMAT = 1;
    private static final long MEBIBYTE = 1 << 20;

    private SpecWriter() {}

    static ObjectNode write(SweepSpec spec) {
        ExperimentData data = spec.data();
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("schedlab_sweep", FORMAT)
                .put("name", data.name());
        root.set("machine", machine(data.machine()));
        ArrayNode factors = root.putArray("factors");
        data.factors().forEach(factor -> factors.add(factor(factor)));
        if (data.bootSeeds()) {
            root.put("boot_seeds", true);
        }
        data.scenario().ifPresent(scenario -> root.set("scenario", DataJson.write(scenario)));
        root.set("metrics", DataJson.write(data.metrics()));
        if (!data.claims().isEmpty()) {
            ArrayNode claims = root.putArray("claims");
            data.claims().forEach(claim -> claims.add(claim(claim)));
        }
        spec.golden()
                .ifPresent(golden -> root.putObject("golden")
                        .put("plan", golden.plan())
                        .put("code", golden.code())
                        .put("machines", golden.machines())
                        .put("row", golden.row()));
        return root;
    }

    private static ObjectNode machine(BootOptions options) {
        ObjectNode machine = JsonNodeFactory.instance.objectNode();
        options.kernel().ifPresent(kernel -> machine.put("kernel", kernel.toString()));
        machine.put("topology", options.topology().toString())
                .put("memory", String.format(Locale.ROOT, "%dM", options.memoryBytes() / MEBIBYTE))
                .put("quantum_us", options.quantumMicros());
        if (options.instructionNanos() != MachineSpec.INSTRUCTION_NANOS) {
            machine.put("instruction_ns", options.instructionNanos());
        }
        return machine.put("seed", options.seed());
    }

    private static ObjectNode factor(Factor factor) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        switch (factor.form()) {
            case FactorForm.Schedulers _ ->
                written.set("schedulers", list(factor, level -> SchedulerJson.write((Scheduler) level.value())));
            case FactorForm.Knob(var scheduler) -> {
                ObjectNode knob = written.putObject("knob");
                knob.set("scheduler", SchedulerJson.write(scheduler));
                knob.put("name", factor.name());
                knob.set("values", list(factor, level -> SchedulerJson.knobValue(level.value())));
            }
            case FactorForm.Topologies _ -> written.set("topologies", list(factor, SpecWriter::text));
            case FactorForm.Kernels _ -> written.set("kernels", list(factor, SpecWriter::text));
            case FactorForm.StartOffsets _ ->
                written.set(
                        "start_offsets",
                        list(
                                factor,
                                level -> JsonNodeFactory.instance.textNode(DurationText.of((Duration) level.value()))));
            case FactorForm.Seeds _ ->
                written.set("seeds", list(factor, level -> DataJson.write(((Number) level.value()).longValue())));
            case FactorForm.Scenarios _ -> {
                ObjectNode scenarios = written.putObject("scenarios");
                factor.levels().forEach(level -> scenarios.set(level.label(), DataJson.write(level.value())));
            }
            case FactorForm.Code _ -> throw new IllegalStateException("code in data: " + factor.name());
        }
        return written;
    }

    private static JsonNode text(Level level) {
        return JsonNodeFactory.instance.textNode(level.value().toString());
    }

    private static ArrayNode list(Factor factor, java.util.function.Function<Level, JsonNode> of) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        factor.levels().forEach(level -> values.add(of.apply(level)));
        return values;
    }

    private static ObjectNode claim(MetricClaim claim) {
        ObjectNode written = JsonNodeFactory.instance.objectNode().put("metric", claim.metric());
        claim.atMost().ifPresent(limit -> written.put("at_most", limit));
        claim.atLeast().ifPresent(limit -> written.put("at_least", limit));
        return written;
    }
}
