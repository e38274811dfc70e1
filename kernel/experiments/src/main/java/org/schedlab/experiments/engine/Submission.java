package org.schedlab.experiments.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.vm.LabException;

/// A sweep that was given to an engine, as it is noted on this host. Immutable.
///
/// @param folder where it is noted
/// @param engine its name
/// @param name the sweep's
/// @param spec SHA-256 of the spec that the store has for the workers
/// @param store the store, as workers are told
/// @param shards how many
/// @param worker the command that starts schedlab on a worker's host
/// @param hosts of the ssh engine
/// @param arguments the engine's own, passed through
/// @param ids what its workers are known by, round by round
public record Submission(
        Path folder,
        String engine,
        String name,
        String spec,
        String store,
        int shards,
        String worker,
        List<String> hosts,
        List<String> arguments,
        List<String> ids) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FILE = "submission.json";

    public Submission {
        hosts = List.copyOf(hosts);
        arguments = List.copyOf(arguments);
        ids = List.copyOf(ids);
    }

    /// The same with one more round of workers.
    public Submission with(String id) {
        List<String> more = new ArrayList<>(ids);
        more.add(id);
        return new Submission(folder, engine, name, spec, store, shards, worker, hosts, arguments, more);
    }

    /// The command of a worker.
    ///
    /// @param shard its number, or what the engine puts there
    public String command(String shard) {
        return "%s sweep work sha256:%s --shard %s/%s --store %s".formatted(worker, spec, shard, shards, quoted(store));
    }

    /// For a shell.
    static String quoted(String text) {
        return text.matches("[\\w./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /// Notes it.
    public void write() {
        ObjectNode all = JSON.createObjectNode()
                .put("engine", engine)
                .put("name", name)
                .put("spec", spec)
                .put("store", store)
                .put("shards", shards)
                .put("worker", worker);
        hosts.forEach(all.putArray("hosts")::add);
        arguments.forEach(all.putArray("arguments")::add);
        ids.forEach(all.putArray("ids")::add);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(all));
        } catch (IOException e) {
            throw new LabException("the sweep cannot be noted in %s: %s".formatted(folder, e), e);
        }
    }

    /// What is noted in a folder; empty if nothing is.
    public static Optional<Submission> read(Path folder) {
        try {
            if (!Files.exists(folder.resolve(FILE))) {
                return Optional.empty();
            }
            JsonNode all = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
            return Optional.of(new Submission(
                    folder,
                    all.path("engine").asText(),
                    all.path("name").asText(),
                    all.path("spec").asText(),
                    all.path("store").asText(),
                    all.path("shards").asInt(),
                    all.path("worker").asText(),
                    texts(all.path("hosts")),
                    texts(all.path("arguments")),
                    texts(all.path("ids"))));
        } catch (IOException e) {
            throw new LabException("what is noted in %s cannot be read: %s".formatted(folder, e), e);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
