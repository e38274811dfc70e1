package org.schedlab.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.schedlab.guest.agent.Agent;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.Sha256;

/// The guest's first and only file system: the agent as `/init`, the console, and the folders for
/// what it mounts.
///
/// @param file a cpio archive in the cache
/// @param sha256 of the file, in hex
public record Initramfs(Path file, String sha256) {

    /// Writes the initramfs into the cache, named by what it is made of, unless it is there.
    /// Thread-safe, also between processes.
    ///
    /// @throws FolderException if there is no room for it
    /// @return the file; equal sources of the agent give equal bytes
    public static Initramfs build(Folders folders) {
        Path folder = folders.cache("initramfs");
        String recipe = recipe();
        Path file = folder.resolve(recipe + ".cpio");
        Path hash = folder.resolve(recipe + ".sha256");
        try {
            if (!Files.exists(file) || !Files.exists(hash)) {
                byte[] archive = archive(resource("agent"));
                Folders.writeWhole(file, archive);
                Folders.writeWhole(hash, Sha256.of(archive).getBytes(StandardCharsets.US_ASCII));
            }
            return new Initramfs(file, Files.readString(hash));
        } catch (IOException e) {
            throw FolderException.ofCache("the guest's initial file system", file, e);
        }
    }

    /// SHA-256 of the agent's program, in hex.
    public static String agentSha256() {
        return new String(resource("agent.sha256"), StandardCharsets.US_ASCII).strip();
    }

    /// The agent and the code that packs it.
    private static String recipe() {
        MessageDigest digest = Sha256.digest();
        digest.update(resource("agent.sha256"));
        digest.update(bytes(Initramfs.class, "Initramfs.class"));
        digest.update(bytes(NewcArchive.class, "NewcArchive.class"));
        return HexFormat.of().formatHex(digest.digest());
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

    private static byte[] resource(String ofAgent) {
        return bytes(Agent.class, ofAgent);
    }

    private static byte[] bytes(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
