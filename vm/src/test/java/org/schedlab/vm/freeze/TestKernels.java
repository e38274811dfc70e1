package org.schedlab.vm.freeze;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

/// The kernels that `schedlab kernel fetch` has put into the cache, each opened once for all tests.
final class TestKernels {
    private static final List<KernelImage> ALL = open();

    private TestKernels() {}

    static List<KernelImage> all() {
        assertThat(ALL).as("kernels in the cache; do: ./schedlab kernel fetch").isNotEmpty();
        return ALL;
    }

    private static List<KernelImage> open() {
        Folders folders = Folders.ofUser();
        Path kernels = folders.cache().resolve("kernels");
        try (Stream<Path> entries = Files.list(kernels)) {
            return entries.filter(folder -> !Files.isSymbolicLink(folder))
                    .map(folder -> folder.resolve("vmlinuz"))
                    .filter(Files::exists)
                    .sorted()
                    .map(file -> KernelImage.open(file, folders))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
