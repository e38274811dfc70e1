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
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> releases = entries.filter(entry -> !Files.isSymbolicLink(entry))
                    .filter(entry -> Files.isRegularFile(entry.resolve("vmlinuz")))
                    .sorted()
                    .toList();
            assertThat(releases.stream()
                            .map(release -> series(folder.relativize(release).toString()))
                            .distinct())
                    .as("kernel series in %s; './schedlab kernel fetch 7.3' adds one", folder)
                    .hasSizeGreaterThanOrEqualTo(2);
            return releases.stream().map(release -> release.resolve("vmlinuz")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String series(String release) {
        return release.substring(0, release.indexOf('.', release.indexOf('.') + 1));
    }
}
