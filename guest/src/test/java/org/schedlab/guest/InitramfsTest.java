package org.schedlab.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;

class InitramfsTest {
    @TempDir
    Path folder;

    @Test
    void equalAgentsGiveEqualFiles() throws Exception {
        Path one = Initramfs.build(new Folders(folder.resolve("one"), folder.resolve("runtime")));
        Path other = Initramfs.build(new Folders(folder.resolve("other"), folder.resolve("runtime")));

        assertThat(one.getFileName()).isEqualTo(other.getFileName());
        assertThat(Files.mismatch(one, other)).isEqualTo(-1);
        try (Stream<Path> files = Files.list(one.getParent())) {
            assertThat(files).containsExactly(one);
        }
    }

    @Test
    void anotherAgentIsAnotherArchive() {
        assertThat(new NewcArchive().program("init", new byte[] {1}).bytes())
                .isNotEqualTo(new NewcArchive().program("init", new byte[] {2}).bytes());
    }
}
