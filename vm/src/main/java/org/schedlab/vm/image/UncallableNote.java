package org.schedlab.vm.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.schedlab.vm.Folders;

/// A file beside a kernel in the cache, for `schedlab kernel list` and `doctor`, which read no types:
/// the functions of sched_ext that no BPF program can call on it, one a line. An empty file says that
/// there are none.
final class UncallableNote {
    private static final String FILE = "uncallable-functions";

    private UncallableNote() {}

    /// Writes it if it is not there. A folder that cannot be written stays without.
    static void leave(KernelImage kernel, Folders folders) {
        try {
            Path folder = kernel.source().toRealPath().getParent();
            if (folder == null
                    || !folder.startsWith(folders.cache().toRealPath().resolve("kernels"))) {
                return;
            }
            Path note = folder.resolve(FILE);
            if (Files.notExists(note)) {
                String lines = String.join(
                        "",
                        kernel.uncallableFunctions().stream()
                                .map(name -> name + "\n")
                                .toList());
                Folders.writeWhole(note, lines.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return; // a note less
        }
    }
}
