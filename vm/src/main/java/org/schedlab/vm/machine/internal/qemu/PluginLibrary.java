package org.schedlab.vm.machine.internal.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// The QEMU plugin as a file. It lies in the cache folder, because shared memory is often mounted
/// `noexec`.
///
/// @param file the shared object
/// @param sha256 of its bytes
public record PluginLibrary(Path file, String sha256) {

    /// Unpacks it, unless it is there.
    ///
    /// @throws FolderException there is no room for it in the cache
    public static PluginLibrary extract(Qemu qemu, Folders folders) {
        String name = qemu.pluginResource();
        try (InputStream resource = PluginLibrary.class.getResourceAsStream("/org/schedlab/vm/machine/" + name)) {
            if (resource == null) {
                throw LabException.asked("schedlab was built without its QEMU plugin")
                        .found("no resource " + name)
                        .remedy("build again: mvn clean verify")
                        .exception();
            }
            byte[] bytes = resource.readAllBytes();
            String sha256 = Sha256.of(bytes);
            Path file = folders.cache("plugins").resolve(sha256.substring(0, 16) + "-" + name);
            if (!Files.exists(file) || !Sha256.of(Files.readAllBytes(file)).equals(sha256)) {
                write(file, bytes);
            }
            return new PluginLibrary(file.toAbsolutePath(), sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the QEMU plugin " + name, e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Folders.writeWhole(file, bytes);
        } catch (IOException e) {
            throw FolderException.ofCache("the QEMU plugin", file, e);
        }
    }
}
