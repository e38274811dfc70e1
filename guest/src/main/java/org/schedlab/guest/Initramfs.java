package org.schedlab.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.schedlab.guest.agent.Agent;
import org.schedlab.vm.Folders;

/// The guest's first and only file system: the agent as `/init`, the console, and the folders for
/// what it mounts.
public final class Initramfs {
    private Initramfs() {}

    /// Writes the initramfs into the cache, named by its content, unless it is there. Thread-safe,
    /// also between processes.
    ///
    /// @return the file; equal sources of the agent give equal bytes
    public static Path build(Folders folders) {
        byte[] archive = archive(agent());
        Path folder = folders.cache("initramfs");
        Path file = folder.resolve(sha256(archive) + ".cpio");
        try {
            if (!Files.exists(file)) {
                Folders.writeWhole(file, archive);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// SHA-256 of the agent's program, in hex.
    public static String agentSha256() {
        return AgentHash.SHA256;
    }

    private static final class AgentHash {
        private static final String SHA256 = sha256(agent());
    }

    private static byte[] archive(byte[] agent) {
        return new NewcArchive()
                .folder("dev")
                .characterDevice("dev/console", 5, 1)
                .folder("proc")
                .folder("sys")
                .folder("tmp")
                .folder("run")
                .program("init", agent)
                .bytes();
    }

    private static byte[] agent() {
        try (InputStream stream = Agent.class.getResourceAsStream("agent")) {
            if (stream == null) {
                throw new IllegalStateException("the build left out the agent");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the agent", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
