package org.schedlab.vm.machine.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.ram.RamCopy;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointStoreTest {
    private static final Qemu QEMU = new Qemu(Path.of("/usr/bin/qemu"), "7.2.22", 7, 2, "a");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private CheckpointStore store;

    @SuppressWarnings("NullAway.Init")
    private MachineSpec spec;

    @BeforeEach
    void open() throws IOException {
        store = new CheckpointStore(new Folders(folder, folder));
        spec = MachineSpec.of(
                Files.writeString(folder.resolve("vmlinux"), "k"), Files.writeString(folder.resolve("initramfs"), "i"));
    }

    private static PluginLibrary plugin(String sha256) {
        return new PluginLibrary(Path.of("/p.so"), sha256);
    }

    private String key(MachineSpec one) throws IOException {
        return CheckpointStore.key(one, QEMU, plugin("p"));
    }

    @Test
    void everythingThatMattersChangesTheName() throws IOException {
        List<String> keys = new ArrayList<>();
        keys.add(key(spec));
        keys.add(key(spec.withTopology(Topology.parse("1n1l2c1t"))));
        keys.add(key(spec.withMemoryBytes(1L << 30)));
        keys.add(key(spec.withSeed(2)));
        keys.add(key(spec.withQuantumMicros(50)));
        keys.add(key(spec.withKernelArguments("debug")));
        keys.add(CheckpointStore.key(spec, QEMU, plugin("other")));
        keys.add(CheckpointStore.key(spec, new Qemu(QEMU.binary(), QEMU.version(), 7, 2, "b"), plugin("p")));
        Files.writeString(spec.initramfs(), "j");
        keys.add(key(spec));
        Files.writeString(spec.kernelElf(), "l");
        keys.add(key(spec));

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(key(spec)).isEqualTo(keys.getLast());
    }

    @Test
    void twoSessionsDoNotWorkOnOneCheckpoint() throws IOException {
        String key = key(spec);
        try (CheckpointStore.Lock _ = store.lock(key, Deadline.in(Duration.ofSeconds(1)))) {
            assertThatThrownBy(() -> store.lock(key, Deadline.in(Duration.ofMillis(50))))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageContaining("another session");
        }
        store.lock(key, Deadline.in(Duration.ofSeconds(1))).close();
    }

    @Test
    void keepsTheOnesUsedLast() throws IOException {
        List<String> keys = tenCheckpoints();
        List<String> notices = new ArrayList<>();

        store.prune(keys.getLast(), notices::add);

        assertThat(store.path(keys.get(0))).doesNotExist();
        assertThat(store.path(keys.get(1))).doesNotExist();
        assertThat(store.path(keys.get(2))).exists();
        assertThat(notices).hasSize(2).allMatch(text -> text.contains("dropped the checkpoint"));
    }

    /// The first one was not used for longest.
    private List<String> tenCheckpoints() throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String key = key(spec.withSeed(i));
            keys.add(key);
            Files.createDirectories(store.path(key));
            CheckpointManifest.of(spec, QEMU, plugin("p"), new RamCopy.Result("", 1 << 20), new byte[0])
                    .write(store.path(key));
            Files.setLastModifiedTime(
                    CheckpointManifest.file(store.path(key)), FileTime.fromMillis(1_000_000L * (i + 1)));
        }
        return keys;
    }

    /// A sweep needs the oldest one still, twice; it may be written meanwhile.
    @Test
    void whatIsPinnedStays() throws IOException {
        List<String> keys = tenCheckpoints();
        List<String> notices = new ArrayList<>();
        try (CheckpointStore.Lock _ = store.pin(keys.getFirst())) {
            try (CheckpointStore.Lock _ = store.pin(keys.getFirst())) {
                store.prune(keys.getLast(), notices::add);
            }
            store.prune(keys.getLast(), notices::add);
            assertThat(store.path(keys.get(0))).exists();
            assertThat(store.path(keys.get(1))).doesNotExist();
            assertThat(notices).hasSize(1);
            Optional<CheckpointStore.Lock> writing = store.tryLock(keys.getFirst());
            assertThat(writing).isPresent();
            writing.orElseThrow().close();
        }
        store.prune(keys.getLast(), notices::add);
        assertThat(store.path(keys.get(0))).doesNotExist();
        assertThat(notices).hasSize(2);
    }

    @Test
    void whatCannotBeReadAndWhatIsHalfWrittenGoes() throws IOException {
        String key = key(spec);
        Files.createDirectories(store.path(key));
        CheckpointManifest.of(spec, QEMU, plugin("p"), new RamCopy.Result("", 1 << 20), new byte[0])
                .write(store.path(key));
        Path garbage = store.path("0".repeat(32));
        Files.createDirectories(garbage);
        Files.writeString(CheckpointManifest.file(garbage), "{ half of a");
        Path empty = store.path("1".repeat(32));
        Files.createDirectories(empty);
        Files.writeString(CheckpointManifest.file(empty), "{}");
        Path killed = Files.createDirectories(store.path(".partial-1"));
        Files.writeString(killed.resolve("ram"), "half");
        Files.setLastModifiedTime(killed, FileTime.fromMillis(1_000_000));
        Path written = Files.createDirectories(store.path(".partial-2"));
        List<String> notices = new ArrayList<>();

        store.prune(key, notices::add);

        assertThat(garbage).doesNotExist();
        assertThat(empty).doesNotExist();
        assertThat(killed).doesNotExist();
        assertThat(written).as("another session may be at it").exists();
        assertThat(store.path(key)).exists();
        assertThat(notices)
                .containsExactlyInAnyOrder(
                        "dropped the checkpoint %s, which cannot be read".formatted("0".repeat(32)),
                        "dropped the checkpoint %s, which cannot be read".formatted("1".repeat(32)));
    }

    /// Any number read at once; who writes has it alone.
    @Test
    void readersShareAndAWriterDoesNot() throws IOException {
        String key = "0123456789abcdef";
        try (CheckpointStore.Lock one = store.tryShare(key).orElseThrow();
                CheckpointStore.Lock other = store.tryShare(key).orElseThrow()) {
            assertThat(one).isNotSameAs(other);
            assertThat(store.tryLock(key)).isEmpty();
        }
        store.tryLock(key).orElseThrow().close();
        try (CheckpointStore.Lock _ = store.tryShare("1" + key).orElseThrow()) {
            assertThat(store.tryLock("2" + key)).isPresent();
        }
    }

    @Test
    void aReaderWaitsForAWriter() throws IOException {
        String key = "fedcba9876543210";
        try (CheckpointStore.Lock _ = store.tryLock(key).orElseThrow()) {
            assertThat(store.tryShare(key)).isEmpty();
        }
        try (CheckpointStore.Lock _ = store.share(key, Deadline.in(Duration.ofSeconds(1)))) {
            assertThat(store.tryLock(key)).isEmpty();
        }
        store.tryLock(key).orElseThrow().close();
    }
}
