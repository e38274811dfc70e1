package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The checkpoint of a boot that the next boot is restored from, and what becomes of a bad one.
@Tag("machine")
class BaseCheckpointIT {
    private final Folders folders = TestGuest.folders();
    private final MachineSpec spec = TestGuest.spec(folders).withTopology(Topology.parse("1n1l1c1t"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    private static final class Heard implements BootListener {
        private final List<String> phases = new ArrayList<>();
        private final List<String> console = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();

        @Override
        public void phase(String phase, Duration elapsed) {
            phases.add(phase);
        }

        @Override
        public void consoleLine(String line, Duration elapsed) {
            console.add(line);
        }

        @Override
        public void notice(String text) {
            notices.add(text);
        }
    }

    @Test
    void damagedCheckpointIsMadeAgainAndThenUsed() throws Exception {
        Folders fresh = new Folders(temporary, folders.runtime());
        Heard first = new Heard();
        Path base;
        String hash;
        try (Machine machine = Machine.bootOrRestore(spec, fresh, first, TestGuest.BOOT)) {
            hash = machine.ramHash();
        }
        try (var checkpoints = Files.newDirectoryStream(fresh.cache("checkpoints"), "[0-9a-f]*")) {
            base = checkpoints.iterator().next();
        }
        try (RandomAccessFile ram = new RandomAccessFile(base.resolve("ram").toFile(), "rw")) {
            ram.seek(16 << 20);
            int value = ram.read();
            ram.seek(16 << 20);
            ram.write(value ^ 1);
        }
        Heard second = new Heard();
        try (Machine machine = Machine.bootOrRestore(spec, fresh, second, TestGuest.BOOT)) {
            assertThat(machine.ramHash()).isEqualTo(hash);
        }
        Heard third = new Heard();
        try (Machine machine = Machine.bootOrRestore(spec, fresh, third, TestGuest.BOOT)) {
            assertThat(machine.ramHash()).isEqualTo(hash);
        }

        assertThat(first.phases).contains("the kernel boots", "a checkpoint is kept for the next time");
        assertThat(first.console).anyMatch(line -> line.contains("Linux version"));
        assertThat(second.notices).singleElement().asString().contains("memory was changed");
        assertThat(third.notices).isEmpty();
        assertThat(third.phases).contains("the checkpoint of an earlier boot is restored");
        assertThat(third.console).isEmpty();
    }

    @Test
    void partialAndForeignCheckpointsAreMadeAgain() throws Exception {
        // Not by an annotation: JUnit makes an instance all the same, whose machine nobody would close.
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        Folders fresh = new Folders(temporary, folders.runtime());
        Heard heard = new Heard();
        String hash;
        try (Machine machine = Machine.bootOrRestore(spec, fresh, heard, TestGuest.BOOT)) {
            hash = machine.ramHash();
        }
        Path base = onlyCheckpoint(fresh);
        Path manifest = base.resolve("manifest.json");

        Files.writeString(manifest, "{}");
        assertThat(noticeOfARebuild(fresh, hash)).contains("the machine is booted anew", "it is not complete");
        try (RandomAccessFile state = new RandomAccessFile(base.resolve("state").toFile(), "rw")) {
            state.setLength(state.length() / 2);
        }
        assertThat(noticeOfARebuild(fresh, hash)).contains("the machine is booted anew", "the wrong size");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"seed\" : 1", "\"seed\" : 2"));
        assertThat(noticeOfARebuild(fresh, hash))
                .contains("the machine is booted anew", "made on another machine", "seed 2", "seed 1");
        assertThat(onlyCheckpoint(fresh)).isEqualTo(base);
    }

    private static Path onlyCheckpoint(Folders fresh) throws IOException {
        try (var checkpoints = Files.newDirectoryStream(fresh.cache("checkpoints"), "*[!k]")) {
            List<Path> all = new ArrayList<>();
            checkpoints.forEach(all::add);
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private String noticeOfARebuild(Folders fresh, String hash) {
        Heard heard = new Heard();
        try (Machine machine = Machine.bootOrRestore(spec, fresh, heard, TestGuest.BOOT)) {
            assertThat(machine.ramHash()).isEqualTo(hash);
        }
        assertThat(heard.notices).hasSize(1);
        return heard.notices.getFirst();
    }
}
