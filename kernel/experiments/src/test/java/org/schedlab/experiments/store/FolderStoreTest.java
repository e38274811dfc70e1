package org.schedlab.experiments.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderStoreTest {
    private static final String KEY = Sha256.of(new byte[] {1});
    private static final String OTHER = Sha256.of(new byte[] {2});

    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsKeptIsFoundByAnotherStoreOnTheFolder() {
        new FolderStore(folder.resolve("new")).keep(KEY, bytes("row"));

        FolderStore store = new FolderStore(folder.resolve("new"));
        assertThat(store.find(KEY))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes("row")));
        assertThat(store.find(OTHER)).isEmpty();
    }

    /// Bazel's: the key's entry is an ActionResult that names the content by its hash.
    @Test
    void theFormatOnDisk() throws IOException {
        new FolderStore(folder).keep(KEY, bytes("row"));

        String sha256 = Sha256.of(bytes("row"));
        assertThat(folder.resolve("ac").resolve(KEY.substring(0, 2)).resolve(KEY))
                .hasContent("{\"outputFiles\":[{\"path\":\"row.json\",\"digest\":{\"hash\":\"" + sha256
                        + "\",\"sizeBytes\":\"3\"},\"contents\":\"cm93\"}],\"exitCode\":0}");
        assertThat(folder.resolve("cas").resolve(sha256.substring(0, 2)).resolve(sha256))
                .hasContent("row");
        assertThat(files("tmp")).isEmpty();
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.toList();
        }
    }

    /// Whatever is left when a process or the host dies is no result, and does not stand in the way of one.
    @Test
    void halfAResultIsNone() throws IOException {
        FolderStore store = new FolderStore(folder);
        store.keep(KEY, bytes("row"));
        Path content = folder.resolve("cas")
                .resolve(Sha256.of(bytes("row")).substring(0, 2))
                .resolve(Sha256.of(bytes("row")));
        Path action = folder.resolve("ac").resolve(KEY.substring(0, 2)).resolve(KEY);
        byte[] withoutContent = bytes(Files.readString(action).replace(",\"contents\":\"cm93\"", ""));
        Files.write(action, withoutContent);
        assertThat(store.find(KEY))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes("row")));
        byte[] damaged = bytes(Files.readString(action).replace("}}]", "},\"contents\":\"cm94\"}]"));
        for (Damage damage : List.<Damage>of(
                () -> {
                    Files.write(action, withoutContent);
                    Files.delete(content);
                },
                () -> {
                    Files.write(action, withoutContent);
                    Files.write(content, bytes("ro"));
                },
                () -> {
                    Files.write(action, damaged);
                    Files.write(content, new byte[0]);
                },
                () -> Files.write(action, new byte[0]),
                () -> Files.write(action, bytes("{\"outputFiles\":[{\"digest\":{\"hash\":\"../../x\"}}]}")),
                () -> Files.delete(action))) {
            damage.happen();
            assertThat(store.find(KEY)).isEmpty();
            store.keep(KEY, bytes("row"));
            assertThat(store.find(KEY)).isPresent();
        }
    }

    private interface Damage {
        void happen() throws IOException;
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAfterAnHour() throws IOException {
        FolderStore store = new FolderStore(folder);
        store.keep(KEY, bytes("row"));
        Path old = Files.write(folder.resolve("tmp").resolve("result-old"), bytes("r"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path present = Files.write(folder.resolve("tmp").resolve("result-new"), bytes("r"));
        store.requireWritable();
        assertThat(files("tmp")).containsExactly(present);
    }

    @Test
    void aStoreThatCannotBeWrittenSaysSo() throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes("x"));
        FolderStore store = new FolderStore(file.resolve("store"));
        assertThatThrownBy(store::requireWritable)
                .isInstanceOf(LabException.class)
                .hasMessageContaining("nothing can be kept in " + file.resolve("store"))
                .hasMessageContaining("MiB are free");
        assertThatThrownBy(() -> store.keep(KEY, bytes("row"))).isInstanceOf(LabException.class);
        assertThat(store.claim(KEY)).isPresent();
    }

    @Test
    void oneClaimAtATime() {
        FolderStore one = new FolderStore(folder);
        FolderStore other = new FolderStore(folder);
        Optional<ResultStore.Claim> claim = one.claim(KEY);
        assertThat(claim).isPresent();
        assertThat(other.claim(KEY)).isEmpty();
        assertThat(other.claim(OTHER)).isPresent();
        claim.orElseThrow().close();
        assertThat(other.claim(KEY)).isPresent();
    }
}
