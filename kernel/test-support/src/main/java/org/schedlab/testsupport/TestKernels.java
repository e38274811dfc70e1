package org.schedlab.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelSeries;

/// The kernels that tests run on. What else is in the cache is nobody's business.
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

    /// The file of the newest series; of the oldest one too with `-Dschedlab.long=true`, as `./schedlab test --long`
    /// sets it.
    public static List<Path> newest() {
        return Boolean.getBoolean("schedlab.long") ? farthest() : files(KernelSeries.newest());
    }

    /// The files of the oldest series, of the default one and of the newest.
    public static List<Path> all() {
        return files(KernelSeries.oldest(), KernelSeries.standard(), KernelSeries.newest());
    }

    /// The files of the series without sched_ext; in place of one that the cache lacks, which only long tests need, a
    /// name that says how to get it. Behind them those of one's own in the cache, which
    /// `-Dschedlab.plainKernels` names by their releases, with commas between.
    public static List<Path> withoutSchedExt() {
        Stream<Path> series = KernelSeries.withoutSchedExt().stream()
                .map(each -> each.find(FOLDERS)
                        .orElse(Path.of("no kernel of %1$s: schedlab kernel fetch %1$s".formatted(each.number()))));
        Stream<Path> others = Arrays.stream(
                        System.getProperty("schedlab.plainKernels", "").split(","))
                .filter(release -> !release.isBlank())
                .map(release ->
                        FOLDERS.cache().resolve("kernels").resolve(release).resolve("vmlinuz"));
        return Stream.concat(series, others).toList();
    }

    /// [#farthest()], and with `-Dschedlab.long=true` those without sched_ext that are in the cache.
    public static List<Path> farthestAndOlder() {
        return with(farthest());
    }

    /// [#newest()], and with `-Dschedlab.long=true` those without sched_ext that are in the cache.
    public static List<Path> newestAndOlder() {
        return with(newest());
    }

    private static List<Path> with(List<Path> kernels) {
        Stream<Path> older =
                Boolean.getBoolean("schedlab.long") ? withoutSchedExt().stream().filter(Files::exists) : Stream.of();
        return Stream.concat(kernels.stream(), older).toList();
    }

    private static List<Path> files(KernelSeries... series) {
        return Stream.of(series).map(one -> one.require(FOLDERS)).toList();
    }
}
