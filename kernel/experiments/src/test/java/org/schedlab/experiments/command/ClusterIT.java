package org.schedlab.experiments.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Sha256;

import static org.assertj.core.api.Assertions.assertThat;

/// Sweeps on two machines with Slurm, ssh and an HTTP store: whatever happens, the table has the bytes of
/// the one that this host makes alone. With `-Dschedlab.sweeps=true`, as `./schedlab test --sweeps` sets
/// it; needs root.
@Tag("machine")
@EnabledIfSystemProperty(named = "schedlab.sweeps", matches = "true")
class ClusterIT {
    private static final int CELLS = 24;
    private static final Pattern RAN = Pattern.compile("(\\d+) run now");
    private static Cluster cluster;
    private static String alone;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assertThat(Cluster.missing())
                .as("./schedlab test --sweeps installs what is missing")
                .isEmpty();
        cluster = Cluster.start();
        Path store = folder.resolve("alone");
        assertThat(cluster.run("run", spec().toString(), "--store", store.toString()))
                .endsWith("exit 0");
        alone = table(store.toString());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /// The same sweep under a name of its own: engines know sweeps by file and store.
    private static Path spec() throws IOException {
        return Files.writeString(folder.resolve("sweep.json"), """
                {"schedlab_sweep": 1, "name": "cluster", "machine": {"memory": "256M"},
                 "factors": [{"topologies": ["1n1l2c1t", "1n2l1c1t"]},
                             {"schedulers": ["eevdf", {"name": "vtime", "knobs": {"slice_ns": 5000000}}]},
                             {"seeds": 6}],
                 "scenario": {"steps": [{"hold": "60ms", "ops": [
                     {"type": "Spawn", "spec": {"work": {"type": "Bursty", "burst": "700us", "sleep": "300us"},
                                                "count": 4}},
                     {"type": "Spawn", "spec": {"work": {"type": "PipeIo", "work": "10us"}}}]}]},
                 "metrics": [{"name": "wait_max_ns", "table": "latency", "column": "max [ns]", "summary": "MAX"},
                             {"name": "units", "table": "workers", "column": "work units", "summary": "SUM"}]}
                """);
    }

    /// The SHA-256 of the table, which has all cells.
    private static String table(String store) throws IOException, InterruptedException {
        Path csv = folder.resolve(Sha256.of(store.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + ".csv");
        assertThat(cluster.run("collect", spec().toString(), "--store", store, "--out", csv.toString()))
                .endsWith("exit 0");
        assertThat(Files.readAllLines(csv)).hasSize(1 + CELLS);
        return Sha256.of(Files.readAllBytes(csv));
    }

    private static Path store(String name) throws IOException {
        return Files.createDirectories(cluster.folder().resolve("store").resolve(name));
    }

    /// How many cells the workers that came to their end say they ran.
    private static int ran(Path store) throws IOException {
        int ran = 0;
        try (Stream<Path> logs = Files.list(store.resolve("logs"))) {
            for (Path log : logs.toList()) {
                Matcher found = RAN.matcher(Files.readString(log));
                while (found.find()) {
                    ran += Integer.parseInt(found.group(1));
                }
            }
        }
        return ran;
    }

    private static long results(Path store) throws IOException {
        Path actions = store.resolve("ac");
        if (!Files.isDirectory(actions)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(actions)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static void await(Path store, long results) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (results(store) < results) {
            assertThat(System.nanoTime()).as("%d results in %s", results, store).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// Then everything is asked for once more, out of the store: it says that nothing has to be done.
    @Test
    void slurmWithASharedFolder() throws IOException, InterruptedException {
        Path store = store("slurm");
        assertThat(cluster.run(cluster.slurm(spec(), store.toString()))).endsWith("exit 0");
        assertThat(table(store.toString())).isEqualTo(alone);
        assertThat(ran(store)).isEqualTo(CELLS);
        assertThat(cluster.run("status", spec().toString(), "--store", store.toString()))
                .contains("24 of 24 cells are in " + store)
                .endsWith("exit 0");
    }

    /// Over HTTP; then the same address for readers only: rows are read, nothing can be kept.
    @Test
    void sshWithAnHttpStore() throws IOException, InterruptedException {
        assertThat(cluster.run(cluster.ssh(spec(), Cluster.STORE_ADDRESS))).endsWith("exit 0");
        assertThat(table(Cluster.STORE_ADDRESS)).isEqualTo(alone);
        assertThat(table(Cluster.STORE_ADDRESS + "/read-only")).isEqualTo(alone);
        Path other = Files.writeString(
                folder.resolve("other.json"),
                Files.readString(spec())
                        .replace("\"cluster\"", "\"read-only\"")
                        .replace("\"seeds\": 6", "\"seeds\": 1"));
        assertThat(cluster.run("run", other.toString(), "--store", Cluster.STORE_ADDRESS + "/read-only"))
                .contains("nothing can be kept in " + Cluster.STORE_ADDRESS + "/read-only")
                .contains("HTTP status 403")
                .endsWith("exit 75");
        assertThat(cluster.run(
                        "work",
                        spec().toString(),
                        "--shard",
                        "1/4",
                        "--audit",
                        "50%",
                        "--store",
                        Cluster.STORE_ADDRESS))
                .contains("3 audited, all equal")
                .endsWith("exit 0");
    }

    /// slurmd, its workers and their QEMUs at once, as when a machine loses its power; then it comes back.
    @Test
    void aNodeDies() throws IOException, InterruptedException {
        Path store = store("dies");
        Process sweep = cluster.begin(cluster.slurm(spec(), store.toString()));
        await(store, 3);
        cluster.script(Map.of(), "kill-node", "node1");
        cluster.script(Map.of(), "start-node", "node1");
        assertThat(Cluster.output(sweep)).endsWith("exit 0");
        assertThat(table(store.toString())).isEqualTo(alone);
    }

    /// Its cells are run by another job; no QEMU of it stays.
    @Test
    void aWorkersJvmIsKilledAlone() throws IOException, InterruptedException {
        Path store = store("jvm");
        Process sweep = cluster.begin(cluster.slurm(spec(), store.toString()));
        await(store, 3);
        List<ProcessHandle> machines = cluster.processes("node1", "qemu-system-x86_64");
        for (ProcessHandle worker : cluster.processes("node1", SweepCommand.class.getName())) {
            worker.destroyForcibly();
        }
        assertThat(machines).isNotEmpty();
        for (ProcessHandle machine : machines) {
            assertThat(machine.onExit()).succeedsWithin(Duration.ofSeconds(30));
        }
        assertThat(Cluster.output(sweep)).endsWith("exit 0");
        assertThat(table(store.toString())).isEqualTo(alone);
    }

    /// What was done is not done again.
    @Test
    void cancelledAndGoneOn() throws IOException, InterruptedException {
        Path store = store("cancelled");
        assertThat(cluster.run(cluster.slurm(spec(), store.toString(), "--detach")))
                .endsWith("exit 0");
        await(store, 3);
        String[] named = {spec().toString(), "--store", store.toString()};
        assertThat(cluster.run("cancel", named[0], named[1], named[2]))
                .contains("cancelled")
                .endsWith("exit 0");
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!cluster.processes("node1", "qemu").isEmpty()
                || !cluster.processes("node2", "qemu").isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long kept = results(store);
        assertThat(kept).isBetween(3L, CELLS - 1L);
        try (Stream<Path> logs = Files.list(store.resolve("logs"))) {
            for (Path log : logs.toList()) {
                Files.writeString(log, "", StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        assertThat(cluster.run("resume", named[0], named[1], named[2])).endsWith("exit 0");
        assertThat(ran(store)).isEqualTo((int) (CELLS - kept));
        assertThat(table(store.toString())).isEqualTo(alone);
    }

    /// It is named, and the other node does all of it.
    @Test
    void aNodeWithAnotherQemuIsRefused() throws IOException, InterruptedException {
        Path store = store("refused");
        Path other = cluster.folder().resolve("qemu");
        Files.copy(Path.of("/usr/bin/qemu-system-x86_64").toRealPath(), other);
        Files.writeString(other, "another one", StandardOpenOption.APPEND);
        cluster.script(Map.of(), "kill-node", "node2");
        cluster.script(Map.of("CLUSTER_QEMU", "node2=" + other), "start-node", "node2");
        try {
            assertThat(cluster.run(cluster.slurm(spec(), store.toString())))
                    .contains("the host node2 was refused")
                    .doesNotContain("the host node1 was refused")
                    .endsWith("exit 0");
            assertThat(table(store.toString())).isEqualTo(alone);
            String logs = "";
            try (Stream<Path> files = Files.list(store.resolve("logs"))) {
                for (Path log : files.toList()) {
                    logs += Files.readString(log);
                }
            }
            assertThat(logs)
                    .contains("the host node2 may not work on this sweep")
                    .contains("another Linux kernel, QEMU or plugin");
        } finally {
            cluster.script(Map.of(), "kill-node", "node2");
            cluster.script(Map.of(), "start-node", "node2");
        }
    }

    /// It goes on alone and keeps its rows, which are the same as those that the other node makes.
    @Test
    void aNodeIsCutOff() throws IOException, InterruptedException {
        Path store = store("cut");
        Process sweep = cluster.begin(cluster.slurm(spec(), store.toString()));
        await(store, 2);
        cluster.script(Map.of(), "cable", "node1", "down");
        await(store, CELLS / 2);
        cluster.script(Map.of(), "cable", "node1", "up");
        assertThat(Cluster.output(sweep)).endsWith("exit 0");
        assertThat(table(store.toString())).isEqualTo(alone);
    }
}
