package org.schedlab.experiments.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.MetricClaim;
import org.schedlab.experiments.TableMetric;
import org.schedlab.experiments.json.DataReader;
import org.schedlab.experiments.json.JsonPlace;
import org.schedlab.experiments.json.SchedulerJson;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;

/// JSON as a spec. Stateless.
///
/// @param folder where files that it names are looked for
record SpecReader(Path folder) {
    private static final int MOST_SEEDS = 1_000_000;

    SweepSpec read(JsonPlace root) {
        root.requireMembers(List.of(
                "schedlab_sweep",
                "name",
                "machine",
                "factors",
                "boot_seeds",
                "scenario",
                "metrics",
                "claims",
                "golden"));
        JsonPlace format = root.member("schedlab_sweep");
        if (!format.present() || format.whole() != SpecWriter.FORMAT) {
            throw format.wrong(format.shown(), "\"schedlab_sweep\": " + SpecWriter.FORMAT);
        }
        Design design = Design.named(root.member("name").text()).machine(machine(root.member("machine")));
        JsonPlace factors = root.member("factors");
        if (factors.present()) {
            factors.elements().forEach(each -> factor(design, each));
        }
        if (root.member("boot_seeds").present() && root.member("boot_seeds").truth()) {
            var _ = design.bootSeeds();
        }
        JsonPlace scenario = root.member("scenario");
        Experiment<ScenarioResult> experiment =
                scenario.present() ? design.scenario(DataReader.read(scenario, Scenario.class)) : design.eachScenario();
        root.member("metrics").elements().forEach(each -> experiment.metric(DataReader.read(each, TableMetric.class)));
        if (root.member("claims").present()) {
            root.member("claims").elements().forEach(each -> experiment.claim(claim(each)));
        }
        ExperimentData data = experiment.data();
        return new SweepSpec(data, golden(root.member("golden")));
    }

    private static BootOptions machine(JsonPlace place) {
        BootOptions options = BootOptions.defaults();
        if (!place.present()) {
            return options;
        }
        place.requireMembers(List.of("kernel", "topology", "memory", "quantum_us", "instruction_ns", "seed"));
        if (place.member("kernel").present()) {
            options = options.withKernel(Path.of(place.member("kernel").text()));
        }
        if (place.member("topology").present()) {
            options = options.withTopology(place.member("topology").text());
        }
        if (place.member("memory").present()) {
            options = options.withMemory(place.member("memory").text());
        }
        if (place.member("quantum_us").present()) {
            options = options.withQuantumMicros(place.member("quantum_us").whole());
        }
        if (place.member("instruction_ns").present()) {
            options =
                    options.withInstructionNanos(place.member("instruction_ns").whole());
        }
        return place.member("seed").present()
                ? options.withSeed(place.member("seed").whole())
                : options;
    }

    private void factor(Design design, JsonPlace place) {
        List<String> known =
                List.of("schedulers", "knob", "topologies", "kernels", "start_offsets", "seeds", "scenarios");
        place.requireMembers(known);
        if (place.node().size() != 1) {
            throw place.wrong(
                    String.format(Locale.ROOT, "it has %d members", place.node().size()),
                    "one of " + String.join(", ", known));
        }
        String name = place.node().fieldNames().next();
        JsonPlace values = place.member(name);
        var _ = switch (name) {
            case "schedulers" ->
                design.schedulers(values.elements().stream()
                        .map(each -> SchedulerJson.read(withSource(each)))
                        .toArray(Scheduler[]::new));
            case "knob" -> {
                values.requireMembers(List.of("scheduler", "name", "values"));
                yield design.knob(
                        SchedulerJson.readObject(withSource(values.member("scheduler"))),
                        values.member("name").text(),
                        values.member("values").elements().stream()
                                .map(SchedulerJson::knobValue)
                                .toArray());
            }
            case "topologies" -> design.topologies(texts(values));
            case "kernels" -> design.kernels(texts(values));
            case "start_offsets" ->
                design.startOffsets(values.elements().stream()
                        .map(each -> DataReader.read(each, Duration.class))
                        .toArray(Duration[]::new));
            case "seeds" ->
                values.node().isArray()
                        ? design.seeds(values.elements().stream()
                                .mapToLong(JsonPlace::whole)
                                .toArray())
                        : design.seeds(count(values));
            default -> design.scenarios(scenarios(values));
        };
    }

    private static int count(JsonPlace seeds) {
        if (seeds.whole() < 1 || seeds.whole() > MOST_SEEDS) {
            throw seeds.wrong(
                    seeds.shown(), String.format(Locale.ROOT, "how many, from 1 to %d; or a list: [3, 5]", MOST_SEEDS));
        }
        return (int) seeds.whole();
    }

    private static String[] texts(JsonPlace values) {
        return values.elements().stream().map(JsonPlace::text).toArray(String[]::new);
    }

    private static SequencedMap<String, Scenario> scenarios(JsonPlace values) {
        SequencedMap<String, Scenario> named = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : values.node().properties()) {
            named.put(each.getKey(), DataReader.read(values.member(each.getKey()), Scenario.class));
        }
        return named;
    }

    /// A scheduler whose C text is a file, with the text in its place.
    private JsonPlace withSource(JsonPlace place) {
        JsonPlace file = place.member("file");
        if (!file.present() || !(place.node() instanceof ObjectNode members)) {
            return place;
        }
        try {
            ObjectNode copy = members.deepCopy();
            copy.remove("file");
            copy.put("source", Files.readString(folder.resolve(file.text()).normalize()));
            return new JsonPlace(place.path(), copy);
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("'%s': the file %s cannot be read".formatted(file.path(), file.text()))
                            .found(FolderException.reason(e))
                            .remedy("name a file by its path from the sweep's folder, " + folder.normalize())
                            .text(),
                    e);
        }
    }

    private static MetricClaim claim(JsonPlace place) {
        place.requireMembers(List.of("metric", "at_most", "at_least"));
        return new MetricClaim(
                place.member("metric").text(), limit(place.member("at_most")), limit(place.member("at_least")));
    }

    private static OptionalDouble limit(JsonPlace place) {
        return place.present() ? OptionalDouble.of(place.number()) : OptionalDouble.empty();
    }

    private static Optional<Golden> golden(JsonPlace place) {
        if (!place.present()) {
            return Optional.empty();
        }
        place.requireMembers(List.of("plan", "code", "machines", "row"));
        return Optional.of(new Golden(
                place.member("plan").text(),
                place.member("code").text(),
                place.member("machines").text(),
                place.member("row").text()));
    }
}
