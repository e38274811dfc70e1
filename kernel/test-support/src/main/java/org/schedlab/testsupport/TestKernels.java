package org.schedlab.testsupport;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelSeries;

/// The kernels that tests run on, by file and by release. What else is in the cache is nobody's business.
public final class TestKernels {
    private static final Folders FOLDERS = Folders.ofUser();

    private TestKernels() {}

    /// The files of the default series and of the newest.
    public static List<Path> two() {
        return files(KernelSeries.standard(), KernelSeries.newest());
    }

    /// The files of the oldest series and of the newest: between them lies what changes.
    public static List<Path> farthest() {
        return files(KernelSeries.oldest(), KernelSeries.newest());
    }

    /// The files of the oldest series, of the default one and of the newest.
    public static List<Path> all() {
        return files(KernelSeries.oldest(), KernelSeries.standard(), KernelSeries.newest());
    }

    /// The releases of [#two()], such as `6.18.15+deb13-cloud-amd64`.
    public static List<String> twoReleases() {
        return releases(two());
    }

    /// The releases of [#farthest()].
    public static List<String> farthestReleases() {
        return releases(farthest());
    }

    /// The releases of [#all()].
    public static List<String> allReleases() {
        return releases(all());
    }

    private static List<String> releases(List<Path> files) {
        return files.stream()
                .map(file ->
                        FOLDERS.cache("kernels").relativize(file).getName(0).toString())
                .toList();
    }

    private static List<Path> files(KernelSeries... series) {
        return Stream.of(series).map(one -> one.require(FOLDERS)).toList();
    }
}
