package org.schedlab.kernel.session.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.kernel.session.SessionCheckpoint;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.MachineSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointShelfTest {
    private static final long PLENTY = 1_000_000;

    @TempDir
    Path folder;

    private final CheckpointShelf shelf = new CheckpointShelf(3, 100);
    private int made;

    @Test
    void theOldestGoWhenThereAreTooMany() throws IOException {
        put("a", 10);
        put("b", 10);
        put("c", 10);
        assertThat(names()).containsExactly("a", "b", "c");
        assertThat(shelf.makeRoom("d", 10, PLENTY)).containsExactly("a");
        put("d", 10);
        assertThat(names()).containsExactly("b", "c", "d");
        assertThat(folder).isDirectoryNotContaining("glob:**/0");
        assertThat(folder).isDirectoryContaining("glob:**/1");
    }

    @Test
    void theOldestGoWhenTheyTakeTooMuch() throws IOException {
        put("a", 60);
        put("b", 30);
        assertThat(shelf.makeRoom("c", 11, PLENTY)).containsExactly("a");
        assertThat(shelf.makeRoom("c", 70, PLENTY)).isEmpty();
        assertThat(shelf.makeRoom("c", 100, PLENTY)).containsExactly("b");
    }

    @Test
    void theOldestGoWhenNothingIsFree() throws IOException {
        put("a", 20);
        put("b", 20);
        assertThat(shelf.makeRoom("c", 25, 10)).containsExactly("a");
    }

    @Test
    void theSameNameReplaces() throws IOException {
        put("a", 10);
        put("b", 10);
        put("c", 10);
        assertThat(shelf.makeRoom("b", 10, PLENTY)).isEmpty();
        Checkpoint old = shelf.require("b").checkpoint();
        put("b", 10);
        assertThat(names()).containsExactly("a", "c", "b");
        assertThat(old.folder()).doesNotExist();
        assertThat(shelf.require("b").checkpoint().folder()).isDirectory();
    }

    @Test
    void anUnknownNameIsToldWithThoseThatAreThere() throws IOException {
        assertThatThrownBy(() -> shelf.require("x"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no checkpoint was made yet");
        put("warm", 60);
        put("hot", 30);
        assertThatThrownBy(() -> shelf.require("x"))
                .hasMessageContaining("'x'")
                .hasMessageContaining("available: warm, hot");
        shelf.makeRoom("new", 50, PLENTY);
        assertThatThrownBy(() -> shelf.require("warm"))
                .hasMessageContaining("dropped")
                .hasMessageContaining("available: hot");
    }

    private List<String> names() {
        return shelf.all().stream().map(SessionCheckpoint::name).toList();
    }

    private void put(String name, long bytes) throws IOException {
        Path path = Files.createDirectory(folder.resolve(Integer.toString(made++)));
        Files.writeString(path.resolve("ram"), "content");
        MachineSpec spec = MachineSpec.of(folder.resolve("kernel"), folder.resolve("initramfs"));
        var about = new SessionCheckpoint(name, 0, bytes, 0, List.of());
        shelf.put(new CheckpointShelf.Kept(about, new Checkpoint(path, spec), new Timeline().past()));
    }
}
