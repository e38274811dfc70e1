package org.schedlab.vm.machine.internal.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.schedlab.vm.Sha256;
import org.schedlab.vm.spec.MachineSpec;

/// SHA-256 of files and of buffers, as [Sha256] gives it.
public final class Hashes {
    private static final int BUFFER = 1 << 20;
    private static final Map<FileState, String> KNOWN = new ConcurrentHashMap<>();

    private Hashes() {}

    /// Of the bytes that remain.
    public static String sha256(ByteBuffer bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes);
        return Sha256.of(digest);
    }

    /// Of a file that is rarely written: not read again while its size and time stay.
    public static String sha256OfKnown(Path file) throws IOException {
        FileState state = FileState.of(file);
        String known = KNOWN.get(state);
        if (known == null) {
            known = sha256(state.file);
            KNOWN.put(state, known);
        }
        return known;
    }

    /// Of the initial file system: what the caller knows, or read once.
    public static String ofInitramfs(MachineSpec spec) throws IOException {
        String known = spec.initramfsSha256();
        if (known != null) {
            KNOWN.putIfAbsent(FileState.of(spec.initramfs()), known);
        }
        return sha256OfKnown(spec.initramfs());
    }

    private record FileState(Path file, long size, FileTime time) {
        static FileState of(Path file) throws IOException {
            Path real = file.toRealPath();
            return new FileState(real, Files.size(real), Files.getLastModifiedTime(real));
        }
    }

    /// Of all bytes of a file, holes included as zeros.
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) > 0) {
                digest.update(buffer.flip());
            }
        }
        return Sha256.of(digest);
    }
}
