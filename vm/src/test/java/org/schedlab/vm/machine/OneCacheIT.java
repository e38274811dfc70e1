package org.schedlab.vm.machine;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;

/// Sessions in several processes that start at once with an empty cache: one boots, the others wait
/// for its checkpoint, and all have the same machine.
@Tag("machine")
class OneCacheIT {
    private static final int SESSIONS = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    /// What each JVM does: prints the phases and, last, the hash of its machine.
    static final class Child {
        private Child() {}

        static void main(String[] arguments) {
            Folders own = TestGuest.folders();
            Folders folders = new Folders(Path.of(arguments[0]), own.runtime());
            try (Machine machine =
                    Machine.bootOrRestore(TestGuest.spec(own), folders, new Printing(), TestGuest.BOOT)) {
                System.out.println(machine.ramHash());
            }
        }
    }

    private static final class Printing implements BootListener {
        @Override
        public void phase(String phase, Duration elapsed) {
            System.out.println(phase);
        }

        @Override
        public void consoleLine(String line, Duration elapsed) {}

        @Override
        public void notice(String text) {
            System.out.println("notice " + text);
        }
    }

    @Test
    void allGetTheSameMachineAndOneBoots() throws Exception {
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            children.add(start());
        }
        List<List<String>> said = new ArrayList<>();
        for (Process child : children) {
            try (BufferedReader output = child.inputReader()) {
                said.add(output.readAllLines());
            }
            assertThat(child.waitFor()).isZero();
        }

        assertThat(said.stream().map(List::getLast).distinct()).hasSize(1);
        assertThat(said.getFirst().getLast()).matches("[0-9a-f]{64}");
        assertThat(said).filteredOn(lines -> lines.contains("the kernel boots")).hasSize(1);
        assertThat(said)
                .filteredOn(lines -> lines.contains("the checkpoint of an earlier boot is restored"))
                .hasSize(SESSIONS - 1);
        assertThat(said).noneMatch(lines -> lines.stream().anyMatch(line -> line.startsWith("notice")));
        try (Stream<Path> kept = Files.list(temporary.resolve("checkpoints"))) {
            assertThat(kept.map(each -> each.getFileName().toString()).filter(name -> !name.equals(".lock")))
                    .as("checkpoints in the cache, half-written ones too")
                    .hasSize(1);
        }
    }

    private Process start() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        temporary.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
