package org.schedlab.lab.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.HostUse;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// Shared memory that fills up: a tmpfs of a child JVM's own, in a mount namespace that ends with it.
@Tag("machine")
class FullMemoryIT {
    private static final long MEBIBYTE = 1L << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    /// The child JVM: fills its shared memory at several moments, and prints what came of it.
    static final class Child {
        private final Path filler = Path.of(System.getenv("SCHEDLAB_RUNTIME")).resolve("filler");

        static void main(String[] arguments) throws IOException {
            new Child().run();
        }

        private void run() throws IOException {
            try (VmSession vm = VmSession.boot(
                    BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"))) {
                vm.spawn(new WorkerCount(1).sleeping());
                vm.checkpoint("first");
                String first = vm.stateHash();
                vm.run(Duration.ofMillis(1));
                fillUpTo(8 * MEBIBYTE);
                say("checkpoint", outcome(() -> vm.checkpoint("second")));
                vm.travel().enterCell(1);
                say("cell", vm.travel().endCell().orElseThrow().problem());
                String hash = vm.stateHash();
                say("rewind", outcome(() -> vm.rewind("first")));
                say("stands", hash.equals(vm.stateHash()));
                fillUpTo(0);
                Path session = sessionFolder();
                say("past", outcome(() -> vm.past().profile()));
                say("as before", hash.equals(vm.stateHash()));
                say("write", outcome(() -> vm.machine().guest().checkpoint("torn", session.resolve("torn"))));
                say(
                        "left",
                        Files.exists(session.resolve("torn"))
                                || session.toFile().list().length != 2);
                say(
                        "names",
                        vm.checkpoints().list().stream()
                                .map(SessionCheckpoint::name)
                                .toList());
                Files.delete(filler);
                vm.run(Duration.ofMillis(1));
                vm.checkpoint("third");
                vm.rewind("first");
                say("first", first.equals(vm.stateHash()));
                fillUpTo(0);
                say("memory", outcome(() -> {
                    vm.spawn(new WorkerCount(4).pageFaultChurn());
                    vm.run(Duration.ofMillis(100));
                }));
                Files.delete(filler);
                vm.rewind("first");
                say("again", first.equals(vm.stateHash()));
            }
        }

        private static String outcome(Runnable operation) {
            try {
                operation.run();
                return "done";
            } catch (LabException told) {
                return told.getMessage().replace('\n', ' ');
            }
        }

        private static void say(String what, Object value) {
            System.out.println(what + "=" + value);
        }

        private void fillUpTo(long left) throws IOException {
            Files.deleteIfExists(filler);
            Files.createFile(filler);
            byte[] block = new byte[64 << 10];
            try (var out = Files.newOutputStream(filler)) {
                while (filler.toFile().getUsableSpace() > left) {
                    out.write(block, 0, (int)
                            Math.min(block.length, filler.toFile().getUsableSpace() - left));
                }
            }
        }

        private static Path sessionFolder() {
            return HostUse.folders().stream()
                    .filter(folder -> !Files.exists(folder.resolve("ram")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void everyWriteThatDoesNotFitIsRefusedAndTheSessionGoesOn() throws Exception {
        assumeThat(inNamespace("true").start().waitFor())
                .as("this host lets us mount a tmpfs of our own (unshare --map-root-user --mount)")
                .isZero();
        VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"))
                .close();

        Process child = inNamespace("exec \"$@\"").start();
        Map<String, String> said = new TreeMap<>();
        try (BufferedReader output = child.inputReader();
                Stream<String> lines = output.lines()) {
            lines.map(line -> line.split("=", 2)).forEach(parts -> said.put(parts[0], parts[parts.length - 1]));
        }

        assertThat(child.waitFor()).as("%s", said).isZero();
        assertThat(said.get("checkpoint")).contains("there is no room for the checkpoint 'second'", "MiB are free");
        assertThat(said.get("cell")).contains("there is no room for the checkpoint '1'");
        assertThat(said.get("rewind")).contains("the guest's memory does not fit into shared memory");
        assertThat(said.get("past")).contains("does not fit into shared memory");
        assertThat(said.get("write")).contains("the checkpoint 'torn' cannot be written", "No space left on device");
        assertThat(said.get("memory")).contains("QEMU was killed by signal 7", "no room on shared memory");
        assertThat(said)
                .containsEntry("stands", "true")
                .containsEntry("as before", "true")
                .containsEntry("left", "false")
                .containsEntry("names", "[first]")
                .containsEntry("first", "true")
                .containsEntry("again", "true");
    }

    private ProcessBuilder inNamespace(String script) {
        return ChildInNamespace.of(
                Child.class,
                "mount -t tmpfs -o size=400m none \"$SCHEDLAB_RUNTIME\" && " + script,
                Map.of("SCHEDLAB_RUNTIME", temporary.toString()));
    }
}
