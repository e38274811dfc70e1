package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
