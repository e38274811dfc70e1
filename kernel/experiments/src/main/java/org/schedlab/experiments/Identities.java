package org.schedlab.experiments;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.vm.Sha256;

/// All that decides what a cell gives, as JSON, and its hash: two cells of equal keys give equal rows, on any host.
/// Thread-safe.
final class Identities {
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final Experiment<?> experiment;
    private final Map<BootOptions, String> machines = new ConcurrentHashMap<>();

    Identities(Experiment<?> experiment) {
        this.experiment = experiment;
    }

    /// The machine that a cell boots.
    String machine(Cell cell) {
        return machines.computeIfAbsent(experiment.design().options(cell), MachineStarts::identity);
    }

    ObjectNode of(Cell cell) {
        ObjectNode all = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("code", CodeIdentity.sha256())
                .put("machine", machine(cell))
                .put("experiment", experiment.design().name())
                .put("scenario", experiment.version())
                .put("start_offset_ns", experiment.startOffset(cell).toNanos());
        ObjectNode factors = all.putObject("factors");
        cell.levels().forEach((factor, level) -> factors.put(factor, level.identity()));
        var metrics = all.putArray("metrics");
        experiment.metrics().forEach(metrics::add);
        return all.put("verdict", experiment.judges());
    }

    static String key(ObjectNode identity) {
        return Sha256.of(identity.toString().getBytes(StandardCharsets.UTF_8));
    }
}
