package org.schedlab.notebook.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.Lab;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.JournalText;

/// The journal that an executed notebook carries in its cells' outputs: a machine is brought to the end of one of
/// its cells without any of its Java being run.
///
/// @param file the notebook
/// @param machines of what each cell's machine was made, by cell
/// @param records of cells that moved the machine, by cell
public record RecordedNotebook(Path file, Map<Integer, JsonObject> machines, Map<Integer, JsonObject> records) {
    /// Of a record in the outputs of a cell, which the kernel leaves there.
    public static final String MIME_TYPE = "application/vnd.schedlab.provenance+json";
    /// Set by Jupyter's server: the notebook that a kernel was started for.
    private static final String JUPYTERS_NAME = "JPY_SESSION_NAME";

    private static final String INSTRUCTION_NANOS = "instruction_ns";
    /// Where it is not told.
    private static final String USUAL_NANOS = "2";

    /// What decides the bits, in the order in which a difference is told.
    private static final List<String> FACTS = List.of(
            "kernel_sha256",
            "qemu",
            "plugin_sha256",
            "agent_sha256",
            "initramfs_sha256",
            "topology",
            "memory_bytes",
            "quantum_us",
            INSTRUCTION_NANOS,
            "seed");

    /// The notebook that this kernel was started for, if Jupyter says which.
    static Optional<Path> ofThisKernel() {
        return Optional.ofNullable(System.getenv(JUPYTERS_NAME))
                .map(Path::of)
                .flatMap(told -> List.of(told, told.getFileName()).stream()
                        .filter(Files::isRegularFile)
                        .findFirst());
    }

    /// @throws LabException if it is no executed notebook of schedlab's
    static RecordedNotebook read(Path file) {
        Map<Integer, JsonObject> machines = new HashMap<>();
        Map<Integer, JsonObject> records = new TreeMap<>();
        try {
            JsonObject machine = new JsonObject();
            for (JsonElement cell : JsonParser.parseString(Files.readString(file))
                    .getAsJsonObject()
                    .getAsJsonArray("cells")) {
                for (JsonObject record : recordsOf(cell.getAsJsonObject())) {
                    machine = record.has("machine") ? record.getAsJsonObject("machine") : machine;
                    int number = record.get("cell").getAsInt();
                    machines.put(number, machine);
                    records.put(number, record);
                }
            }
        } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
            throw new LabException(
                    LabException.asked("%s cannot be read as a notebook".formatted(file))
                            .found(String.valueOf(e.getMessage()))
                            .remedy("name an .ipynb file that was executed with schedlab")
                            .text(),
                    e);
        }
        return new RecordedNotebook(file, machines, records);
    }

    private static List<JsonObject> recordsOf(JsonObject cell) {
        JsonElement outputs = cell.get("outputs");
        return outputs == null
                ? List.of()
                : outputs.getAsJsonArray().asList().stream()
                        .map(output -> output.getAsJsonObject().get("data"))
                        .filter(data -> data != null && data.getAsJsonObject().has(MIME_TYPE))
                        .map(data -> data.getAsJsonObject().getAsJsonObject(MIME_TYPE))
                        .toList();
    }

    /// Boots the machine of a cell and brings it to the end of that cell; it becomes the current session.
    ///
    /// @return where it stands, in words
    /// @throws LabException if the notebook does not carry what leads there; if something of the machine is other
    ///     here; or, naming the cell, if the bits differ
    String bring(int cell) {
        int asked = records.keySet().stream()
                .filter(each -> each <= cell)
                .reduce((_, later) -> later)
                .orElseThrow(() -> missing(cell, "no cell up to it moved a machine"));
        Deque<JsonObject> steps = new ArrayDeque<>();
        for (int at = asked; at != 0; at = steps.peek().get("journal_from").getAsInt()) {
            JsonObject step = records.get(at);
            if (step == null || !step.has("journal")) {
                throw missing(
                        cell,
                        String.format(
                                Locale.ROOT,
                                "cell %d has no journal: it was too long, or an older schedlab ran it",
                                at));
            }
            steps.push(step);
        }
        Map<String, String> facts = facts(machines.getOrDefault(asked, new JsonObject()));
        VmSession session = Lab.boot(options(facts));
        requireSame(facts, session.provenance().machine());
        for (JsonObject step : steps) {
            session.travel()
                    .giveAgain(
                            step.get("cell").getAsInt(),
                            JournalText.read(step.get("journal").getAsString()),
                            step.get("state_hash").getAsString());
        }
        session.travel().enterCell(Lab.currentCell());
        return String.format(
                Locale.ROOT,
                "the machine of %s as it was after cell %d, by its journal, with the same bits: the guest's clock stands at %s",
                file.getFileName(),
                asked,
                session.instant().time());
    }

    private static BootOptions options(Map<String, String> facts) {
        BootOptions options = BootOptions.defaults()
                .withTopology(facts.getOrDefault("topology", ""))
                .withMemory((Long.parseLong(facts.getOrDefault("memory_bytes", "0")) >> 20) + "M")
                .withQuantumMicros(Long.parseLong(facts.getOrDefault("quantum_us", "0")))
                .withInstructionNanos(Integer.parseInt(facts.getOrDefault(INSTRUCTION_NANOS, USUAL_NANOS)))
                .withSeed(Long.parseLong(facts.getOrDefault("seed", "1")));
        Path kernel = Folders.ofUser()
                .cache("kernels")
                .resolve(facts.getOrDefault("kernel", ""))
                .resolve("vmlinuz");
        return Files.isRegularFile(kernel) ? options.withKernel(kernel) : options;
    }

    private void requireSame(Map<String, String> then, Map<String, String> now) {
        for (String fact : FACTS) {
            boolean usual = fact.equals(INSTRUCTION_NANOS);
            String was = then.getOrDefault(fact, usual ? USUAL_NANOS : "not recorded");
            String is = now.getOrDefault(fact, usual ? USUAL_NANOS : "not known");
            if (!was.equals(is)) {
                throw LabException.asked("%s was executed on another machine".formatted(file.getFileName()))
                        .found("%s is %s here; it was %s".formatted(fact, is, was))
                        .remedy("its journal leads to the same bits on an equal machine only; run its cells here")
                        .exception();
            }
        }
    }

    private static Map<String, String> facts(JsonObject machine) {
        Map<String, String> facts = new HashMap<>();
        machine.entrySet()
                .forEach(each -> facts.put(each.getKey(), each.getValue().getAsString()));
        return facts;
    }

    private LabException missing(int cell, String why) {
        return LabException.asked(
                        String.format(Locale.ROOT, "%s does not lead to the end of cell %d", file.getFileName(), cell))
                .found(why)
                .available(records.isEmpty() ? "no cell" : "the cells " + records.keySet())
                .remedy("run the notebook's cells; the outputs that they leave carry the journal")
                .exception();
    }
}
