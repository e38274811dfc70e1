package org.schedlab.vm.machine.internal.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RuntimeFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @Test
    void isGoneWhenClosed() throws IOException {
        RuntimeFolder folder = RuntimeFolder.create(folders());
        Files.writeString(folder.path().resolve("ram"), "x");
        folder.close();
        folder.close();

        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void removesWhatAKilledSessionLeft() throws IOException {
        Path left = Files.createDirectories(folders().runtime().resolve("machine-1"));
        Files.writeString(left.resolve("owner"), "");
        Files.writeString(left.resolve("ram"), "x");
        Path other = Files.createDirectories(folders().runtime().resolve("somebody-elses"));

        try (RuntimeFolder first = RuntimeFolder.create(folders());
                RuntimeFolder second = RuntimeFolder.create(folders())) {
            assertThat(left).doesNotExist();
            assertThat(other).exists();
            assertThat(first.path()).exists();
            assertThat(second.path()).exists();
        }
    }

    @Test
    void keepsWhatAMachineLeftButItsMemoryWhenAsked() throws IOException {
        Path killed = Files.createDirectories(folders().runtime().resolve("machine-1"));
        Files.writeString(killed.resolve("owner"), "");
        Files.writeString(killed.resolve("console"), "panic");

        RuntimeFolder ended = RuntimeFolder.create(folders(), true);
        Files.writeString(ended.path().resolve("console"), "bye");
        Files.writeString(ended.path().resolve("ram"), "x");
        ended.close();
        ended.close();
        RuntimeFolder.create(folders(), true).close();
        RuntimeFolder.create(folders(), false).close();

        Path kept = ended.path().resolveSibling("kept-" + ended.path().getFileName());
        assertThat(folders().runtime())
                .isDirectoryContaining("glob:**/kept-machine-1")
                .satisfies(runtime -> assertThat(runtime.toFile().list()).hasSize(2));
        assertThat(kept.resolve("console")).hasContent("bye");
        assertThat(kept.resolve("ram")).doesNotExist();
    }

    @Test
    void keepsWhatIsJustBeingMadeAndRemovesWhatWasNeverFinished() throws IOException {
        Path young = Files.createDirectories(folders().runtime().resolve("new-machine-1"));
        Path old = Files.createDirectories(folders().runtime().resolve("new-machine-2"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(120)));

        try (RuntimeFolder _ = RuntimeFolder.create(folders())) {
            assertThat(young).exists();
            assertThat(old).doesNotExist();
        }
    }

    @Test
    void severalThreadsStartAndEndMachinesAtOnce() throws Exception {
        for (int left = 0; left < 200; left++) {
            Path folder = Files.createDirectories(folders().runtime().resolve("machine-" + left));
            Files.writeString(folder.resolve("owner"), "");
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                all.add(threads.submit(() -> {
                    for (int round = 0; round < 200; round++) {
                        try (RuntimeFolder folder = RuntimeFolder.create(folders())) {
                            assertThat(folder.path().resolve("owner")).exists();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(1, TimeUnit.MINUTES);
            }
        }
        assertThat(folders().runtime()).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatNoSocketFitsIn() {
        Folders folders = new Folders(temporary, temporary.resolve("long".repeat(30)));

        assertThatThrownBy(() -> RuntimeFolder.create(folders))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("too long for a Unix socket")
                .hasMessageContaining("SCHEDLAB_RUNTIME");
        assertThat(folders.runtime()).isEmptyDirectory();
    }

    private Folders folders() {
        return new Folders(temporary.resolve("c"), temporary.resolve("r"));
    }
}
