package org.schedlab.guest;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.agent.Agent;
import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;

class InitramfsTest {
    @TempDir
    Path folder;

    @Test
    void equalAgentsGiveEqualFilesOfTheKnownHash() throws Exception {
        Initramfs one = Initramfs.build(new Folders(folder.resolve("one"), folder.resolve("runtime")));
        Initramfs other = Initramfs.build(new Folders(folder.resolve("other"), folder.resolve("runtime")));

        assertThat(one.sha256()).isEqualTo(other.sha256()).isEqualTo(sha256(Files.readAllBytes(one.file())));
        assertThat(one.file().getFileName()).isEqualTo(other.file().getFileName());
        assertThat(Files.mismatch(one.file(), other.file())).isEqualTo(-1);
        assertThat(Initramfs.build(new Folders(folder.resolve("one"), folder.resolve("runtime"))))
                .isEqualTo(one);
    }

    @Test
    void theAgentsHashIsThatOfItsProgram() throws Exception {
        try (InputStream agent = Agent.class.getResourceAsStream("agent")) {
            assertThat(Initramfs.agentSha256()).isEqualTo(sha256(agent.readAllBytes()));
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void anotherAgentIsAnotherArchive() {
        assertThat(new NewcArchive().program("init", new byte[] {1}).bytes())
                .isNotEqualTo(new NewcArchive().program("init", new byte[] {2}).bytes());
    }
}
