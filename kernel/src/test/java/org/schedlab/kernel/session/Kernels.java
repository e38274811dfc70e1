package org.schedlab.kernel.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;

/// The kernels that `schedlab kernel fetch` has put into the cache.
final class Kernels {
    private Kernels() {}

    /// The files of two series at least.
    static List<Path> all() {
        Path folder = Folders.ofUser().cache("kernels");
        try (Stream<Path> releases = Files.list(folder)) {
            List<Path> files = releases.filter(release -> !Files.isSymbolicLink(release))
                    .map(release -> release.resolve("vmlinuz"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            assertThat(files.stream().map(Kernels::series).distinct())
                    .as("kernel series in %s; './schedlab kernel fetch 7.3' adds one", folder)
                    .hasSizeGreaterThanOrEqualTo(2);
            return files;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String series(Path file) {
        String release = file.getParent().getFileName().toString();
        return release.substring(0, release.indexOf('.', release.indexOf('.') + 1));
    }
}
