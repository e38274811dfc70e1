package org.schedlab.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/// `schedlab reproduce` on notebooks that were just executed: the same, edited, and tampered with.
@Tag("notebook")
class ReproduceIT {
    private static final Path SCRIPT = Path.of("../../install/reproduce.py").toAbsolutePath();
    private static final String MIME_TYPE = "application/vnd.schedlab.provenance+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CELLS = List.of(
            "%boot --topology 1n1l1c1t",
            "int millis = 5;",
            """
            %%scheduler mine
            void BPF_STRUCT_OPS(mine_enqueue, struct task_struct *p, u64 enq_flags)
            {
                int unused = 1;
                scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
            }

            SCX_OPS_DEFINE(mine_ops, .enqueue = (void *)mine_enqueue, .name = "mine");
            """,
            "var w = spawn(workers(2).spinning()); run(ms(millis))",
            "w.table()",
            "%time vm().freezes().size() + vm().freezes().getLast().hostMicrosFrozen() * 0",
            "%rewind 3",
            "%provenance");

    @TempDir
    static Path folder;

    /// Of schedlab and the host, which another run does not say again.
    private static final List<String> NOTICES = List.of("which cannot be read", "unused variable 'unused'");

    private static JsonNode recorded = JSON.createObjectNode();

    private final JsonNode notebook = recorded.deepCopy();

    /// What `schedlab reproduce` said.
    private record Answer(int exitCode, String text) {}

    @BeforeAll
    static void execute() throws IOException, InterruptedException {
        fullCache();
        Path sources = Files.writeString(
                folder.resolve("brought.bpf.c"),
                CELLS.get(2)
                        .lines()
                        .skip(1)
                        .map(line -> line.replace("mine", "brought"))
                        .collect(Collectors.joining("\n")));
        List<String> cells = new ArrayList<>(CELLS);
        cells.add("%scheduler --path " + sources);
        recorded = ScratchNotebook.in(folder)
                .execute("recorded", cells, environment())
                .root();
        Files.delete(sources);
        assertThat(recorded.path("cells").toString()).contains(NOTICES);
    }

    /// A cache of its own with a checkpoint that is dropped when this machine's is kept.
    private static void fullCache() throws IOException {
        Files.createDirectories(cache());
        Files.createSymbolicLink(
                cache().resolve("kernels"),
                Folders.ofUser().cache().resolve("kernels").toAbsolutePath());
        Path unreadable = Files.createDirectories(cache().resolve("checkpoints").resolve("0".repeat(32)));
        Files.writeString(unreadable.resolve("manifest.json"), "no manifest");
    }

    private static Path cache() {
        return folder.resolve("cache");
    }

    private static Map<String, String> environment() {
        return Map.of("JUPYTER_PATH", folder.toString(), "SCHEDLAB_CACHE", cache().toString());
    }

    @Test
    void theSameStatesWithoutACompiler() throws IOException, InterruptedException {
        assertThat(record(2).path("schedlab").isMissingNode()).isTrue();
        assertThat(record(0).path("machine").path("mode").asText()).isEqualTo("virtual time");
        assertThat(record(2).path("schedulers").path(0).path("name").asText()).isEqualTo("mine");
        assertThat(record(6).path("state_hash")).isEqualTo(record(2).path("state_hash"));

        Answer answer = reproduce(folderWithoutClang());

        assertThat(answer.text())
                .contains("same: 5 states of the machine, up to cell 9")
                .doesNotContain("shows other numbers", "suspect");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void theSameStatesByTheJournalAlone() throws IOException, InterruptedException {
        ((ObjectNode) notebook.path("cells").path(1)).put("source", "this is no Java");

        Answer answer = reproduce(System.getenv("PATH"), "--journal");

        assertThat(answer.text()).contains("same: 5 states of the machine", "by the journal alone");
        assertThat(answer.exitCode()).isZero();

        ((ObjectNode) record(3)).put("state_hash", "0".repeat(64));
        Answer other = reproduce(System.getenv("PATH"), "--journal");
        assertThat(other.text()).contains("differs: ", "cell 4");
        assertThat(other.exitCode()).isEqualTo(1);
    }

    @Test
    void theFirstCellThatDiffersAndWhy() throws IOException, InterruptedException {
        ((ObjectNode) notebook.path("cells").path(1)).put("source", "int millis = 6;");
        ((ObjectNode) record(0).path("machine")).put("qemu", "6.6.6");
        ((ObjectNode) record(0)).putObject("programs").put("scx_simple", "0".repeat(64));
        seal(record(0));

        Answer answer = reproduce(System.getenv("PATH"));

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .contains("differs: cell 4 is the first, 2 cells before it are the same")
                .contains("cause: cell 2 was edited after it had been run")
                .contains("also: another QEMU: 6.6.6 then, ")
                .contains(
                        "also: another program scx_simple, or other libraries: sha256 0000000000000000 then, None now");
    }

    @Test
    void anotherSchedlabIsTheCause() throws IOException, InterruptedException {
        ((ObjectNode) record(0).path("machine")).put("schedlab", "0.0.9").put("agent_sha256", "of another agent");
        for (int cell : List.of(0, 2, 3, 6)) { // all that have a state: another agent leads elsewhere for good
            ((ObjectNode) record(cell)).put("state_hash", "of another state " + cell);
            seal(record(cell));
        }

        Answer answer = reproduce(System.getenv("PATH"));

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .contains("differs: cell 1 is the first, 0 cells before it are the same")
                .contains("cause: another schedlab: 0.0.9 then, ")
                .contains("also: another agent: of another agent then, ");
    }

    @Test
    void numbersOfATableThatWereAltered() throws IOException, InterruptedException {
        ObjectNode shown = (ObjectNode) StreamSupport.stream(
                        notebook.path("cells").path(4).path("outputs").spliterator(), false)
                .map(output -> output.path("data"))
                .filter(data -> text(data.path("text/plain")).contains("CPU time"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(notebook.path("cells").path(4)));
        Matcher number = Pattern.compile("\\d+\\.\\d{4,5}\\b(?! s)").matcher(text(shown.path("text/plain")));
        assertThat(number.find()).as(text(shown.path("text/plain"))).isTrue();
        for (String kind : List.of("text/plain", "text/html")) {
            shown.put(kind, text(shown.path(kind)).replace(number.group(), "98.765"));
        }

        Answer answer = reproduce(System.getenv("PATH"));

        assertThat(answer.text())
                .contains("same: 5 states of the machine, up to cell 9")
                .contains("the states are the same, but cell 5 shows other numbers than it prints: 98.765 then, "
                        + number.group() + " now")
                .doesNotContain("cell 6 shows");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    @Test
    void aRecordThatWasAlteredIsSuspectedItself() throws IOException, InterruptedException {
        ((ObjectNode) record(2)).put("state_hash", "0".repeat(64));
        ((ObjectNode) record(0)).put("state_hash", "1".repeat(64));
        seal(record(0));

        Answer answer = reproduce(System.getenv("PATH"));

        assertThat(answer.text())
                .contains("suspect: the record of cell 3 was altered: it does not fit its own checksum")
                .contains("suspect: the record of cell 1 is wrong: the states after it are those that were recorded")
                .doesNotContain("differs:");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    /// A file keeps texts of several lines as lists of lines.
    private static String text(JsonNode lines) {
        StringBuilder text = new StringBuilder(lines.isArray() ? "" : lines.asText());
        lines.forEach(line -> text.append(line.asText()));
        return text.toString();
    }

    /// Makes a record look as if the kernel had written it.
    private static void seal(JsonNode record) {
        ((ObjectNode) record).remove("record_sha256");
        List<String> lines = new ArrayList<>();
        flatten("", record, lines);
        lines.sort(null);
        try {
            byte[] text = String.join("", lines).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            ((ObjectNode) record).put("record_sha256", HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void flatten(String path, JsonNode value, List<String> lines) {
        if (value.isValueNode()) {
            lines.add(path + "=" + value.asText() + "\n");
        }
        value.properties().forEach(each -> flatten(path + "/" + each.getKey(), each.getValue(), lines));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            flatten(path + "/" + i, value.get(i), lines);
        }
    }

    @Test
    void whatCannotBeReproducedIsSaidBeforeAnythingRuns() throws IOException, InterruptedException {
        String path = System.getenv("PATH");
        ((ObjectNode) record(0).path("machine")).put("mode", "live");
        assertThat(reproduce(path))
                .isEqualTo(new Answer(2, message("cell 1 was recorded in live mode", "record it in virtual time")));

        ((ObjectNode) record(0).path("machine")).put("mode", "virtual time");
        ((ObjectNode) record(2).path("schedulers").path(0)).put("object_sha256", "0");
        assertThat(reproduce(path).text()).contains("the object of the scheduler mine in the notebook is damaged");

        ((ObjectNode) record(0)).put("format", 99);
        assertThat(reproduce(path).text()).contains("records of format 99", "use the newer schedlab");

        notebook.path("cells").forEach(cell -> ((ObjectNode) cell).putArray("outputs"));
        assertThat(reproduce(path).text()).contains("no state hashes in the notebook");
    }

    private String message(String found, String remedy) {
        return "schedlab: error: asked to reproduce %s\n  found: %s\n  try: %s\n"
                .formatted(folder.resolve("given.ipynb"), found, remedy);
    }

    /// Its last cells say from which kernel, QEMU and agent its states come; a new agent asks for a
    /// new recording.
    @Test
    void theRecordedNotebookOfTheCourse() throws IOException, InterruptedException {
        JsonNode course =
                JSON.readTree(Path.of("../../notebooks/08-reproduce-me.ipynb").toFile());
        ((ObjectNode) notebook).removeAll();
        ((ObjectNode) notebook).setAll((ObjectNode) course);

        Answer answer = reproduce(System.getenv("PATH"));

        assumeFalse(
                answer.text().contains("another kernel") || answer.text().contains("another QEMU:"),
                "recorded on another kernel or QEMU: " + answer.text());
        assertThat(answer.text()).contains("same: 3 states of the machine, up to cell 3");
        assertThat(answer.exitCode()).as(answer.text()).isZero();
    }

    private JsonNode record(int cell) {
        for (JsonNode output : notebook.path("cells").path(cell).path("outputs")) {
            if (output.path("data").has(MIME_TYPE)) {
                return output.path("data").path(MIME_TYPE);
            }
        }
        throw new AssertionError("no record in " + notebook.path("cells").path(cell));
    }

    /// Only what starting QEMU needs.
    private String folderWithoutClang() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String program : List.of("setsid", "env")) {
            Path script = Files.writeString(
                    programs.resolve(program), "#!/bin/sh\nexec /usr/bin/%s \"$@\"\n".formatted(program));
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        return programs.toString();
    }

    private Answer reproduce(String path, String... options) throws IOException, InterruptedException {
        Path given = folder.resolve("given.ipynb");
        JSON.writeValue(given.toFile(), notebook);
        Path said = folder.resolve("said");
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/python3", SCRIPT.toString(), given.toString(), folder + "/again.ipynb"));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment());
        builder.environment().put("PATH", path);
        Process client = builder.start();
        try {
            assertThat(client.waitFor(3, TimeUnit.MINUTES)).isTrue();
            return new Answer(client.exitValue(), Files.readString(said));
        } finally {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
    }
}
