package org.schedlab.vm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.vm.Folders;

/// The real kernels that the cache holds, each opened once for all tests.
public final class CachedKernels {
    private static final Folders FOLDERS = Folders.ofUser();
    private static final List<KernelImage> ALL = open();

    private CachedKernels() {}

    /// All of them; a test over none must fail, so there is at least one.
    public static List<KernelImage> all() {
        if (ALL.isEmpty()) {
            throw new IllegalStateException(
                    "no kernel in %s; get one with: ./schedlab kernel fetch".formatted(FOLDERS.cache()));
        }
        return ALL;
    }

    private static List<KernelImage> open() {
        try (Stream<Path> folders = Files.list(FOLDERS.cache("kernels"))) {
            return folders.map(folder -> folder.resolve("vmlinuz"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> KernelImage.open(file, FOLDERS))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
