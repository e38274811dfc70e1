package org.schedlab.experiments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// Sweeps that are killed, that meet on one store, whose store is full or may not be written: in JVMs of their own.
@Tag("machine")
class SweepIT {
    private static final int CELLS = 12;
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;

    @TempDir
    private Path folder;

    /// One of the JVMs: runs the sweep and prints what came of it.
    static final class Child {
        static void main(String[] arguments) {
            try {
                ExperimentResult result =
                        experiment(Path.of(arguments[0]), Path.of(arguments[1])).run();
                System.out.println(result);
                System.out.println(result.table().print());
            } catch (LabException told) {
                System.out.println(told.getMessage());
            }
        }
    }

    /// @param starts a file that gets a line for each cell that begins
    private static Experiment<Integer> experiment(Path store, Path starts) {
        return Design.named("sweep")
                .machine(BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"))
                .seeds(CELLS)
                .scenario("1", (vm, cell) -> {
                    append(starts, cell + "\n");
                    vm.run(Duration.ofMillis(200));
                    return 0;
                })
                .metric("tasks", run -> run.vm().tasks().size())
                .store(store);
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder child(String store, String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                store,
                starts().toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private Path starts() {
        return folder.resolve("starts");
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    /// kill -9 at any point and again: nothing is lost, nothing that was kept runs twice, no QEMU stays.
    @Test
    void killedAndGoneOn() throws IOException, InterruptedException {
        Path store = folder.resolve("store");
        Random random = new Random(5);
        int kills = 4;
        long kept = 0;
        for (int i = 0; i < kills; i++) {
            Process child = child(store.toString()).start();
            child.waitFor(1500 + random.nextInt(2500), TimeUnit.MILLISECONDS);
            List<ProcessHandle> machines = child.descendants().toList();
            child.destroyForcibly().waitFor();
            for (ProcessHandle machine : machines) {
                assertThat(machine.onExit().orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(20));
            }
            long now = results(store);
            assertThat(now).isGreaterThanOrEqualTo(kept);
            kept = now;
        }
        String rest = output(child(store.toString()).start());

        assertThat(rest)
                .startsWith("experiment sweep: 12 cells, %d run now, %d from the store".formatted(CELLS - kept, kept));
        assertThat(Files.readAllLines(starts())).hasSizeBetween(CELLS, CELLS + kills * AT_ONCE);
        ExperimentResult never = experiment(folder.resolve("other"), folder.resolve("starts of it"))
                .run();
        assertThat(rest).contains(never.table().print());
    }

    private static long results(Path store) throws IOException {
        if (!Files.isDirectory(store.resolve("ac"))) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(store.resolve("ac"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /// An interrupt, as a notebook's, ends the machines and keeps what is done.
    @Test
    void interruptedAndGoneOn() throws IOException, InterruptedException {
        Path store = folder.resolve("store");
        CompletableFuture<String> told = new CompletableFuture<>();
        Thread sweep = Thread.ofPlatform().start(() -> {
            try {
                told.complete(experiment(store, starts()).run().toString());
            } catch (LabException e) {
                told.complete(e.getMessage());
            }
        });
        while (results(store) < 3) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        sweep.interrupt();
        assertThat(told)
                .succeedsWithin(Duration.ofMinutes(1))
                .asString()
                .startsWith("the experiment 'sweep' was stopped")
                .containsPattern("found: \\d+ of 12 cells are there and stay");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
        long kept = results(store);
        assertThat(kept).isBetween(3L, 11L);
        assertThat(experiment(store, starts()).run().account())
                .isEqualTo(new ExperimentResult.Account(CELLS, (int) (CELLS - kept), 0));
    }

    /// Two sweeps at once share the work: each cell happens once, and both have all.
    @Test
    void twoOnOneStore() throws IOException, InterruptedException {
        String store = folder.resolve("store").toString();
        Process one = child(store).start();
        Process other = child(store).start();
        String ofOne = output(one);
        String ofOther = output(other);

        assertThat(Files.readAllLines(starts())).hasSize(CELLS).doesNotHaveDuplicates();
        assertThat(ofOne).contains("12 cells, ");
        assertThat(ofOne.substring(ofOne.indexOf('\n'))).isEqualTo(ofOther.substring(ofOther.indexOf('\n')));
    }

    /// What was kept before the disk was full stays, and the next sweep goes on from there.
    @Test
    void aStoreThatIsFullOrMayNotBeWritten() throws IOException, InterruptedException {
        assumeThat(new ProcessBuilder("unshare", "--map-root-user", "--mount", "true")
                        .start()
                        .waitFor())
                .as("this host lets us mount a tmpfs of our own (unshare --map-root-user --mount)")
                .isZero();
        Path store = Files.createDirectories(folder.resolve("store"));
        String script = """
                mount -t tmpfs -o size=64k none "$0"
                "$@"
                mount -o remount,size=4m "$0"
                "$@"
                mount -o remount,ro "$0"
                "$@"
                rm -f "$0/x" 2>/dev/null || echo read-only
                """;
        String said = output(
                child(store.toString(), "unshare", "--map-root-user", "--mount", "sh", "-c", script, store.toString())
                        .start());

        assertThat(said)
                .contains("a result cannot be kept in " + store)
                .contains("No space left on device")
                .contains("12 cells, 0 run now, 12 from the store");
        assertThat(said).containsPattern("12 cells, [1-9]\\d* run now, [1-9]\\d* from the store");
    }
}
