package org.schedlab.guest.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.schedlab.guest.agent.Agent;
import org.schedlab.vm.LabException;

/// Brings files of the host into the guest, to the same paths. A content goes over once: the guest
/// keeps it under its SHA-256, and a rewind takes it away with everything else. Stateless.
public final class GuestFiles {
    private static final int MODE = 0755;

    private GuestFiles() {}

    /// Makes a file of the host appear at its path in the guest, readable and executable by all.
    ///
    /// @param file absolute
    /// @throws LabException if it cannot be read here, or has no room there
    public static void bring(Path file, Agent agent) {
        byte[] content = content(file);
        String name = sha256(content);
        String path = file.toString();
        if (!agent.programs().place(name, MODE, path)) {
            agent.programs().keep(name, content, "%s (%,d bytes)".formatted(file, content.length));
            if (!agent.programs().place(name, MODE, path)) {
                throw new IllegalStateException("the guest does not keep " + file);
            }
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException | OutOfMemoryError e) {
            throw LabException.asked("cannot bring %s into the guest".formatted(file))
                    .found(String.valueOf(e.getMessage()))
                    .remedy("make it readable here")
                    .exception();
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
