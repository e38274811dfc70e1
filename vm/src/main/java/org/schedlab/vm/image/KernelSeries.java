package org.schedlab.vm.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

/// A series of kernels, such as 6.18, and its newest kernel in the cache. Which series schedlab is made
/// for stands in `install/kernels.properties`.
///
/// @param number two numbers with a dot
public record KernelSeries(String number) {
    private static final Properties KNOWN = read();
    private static final String ADDED = "added";
    private static final Pattern SERIES = Pattern.compile("\\d+\\.\\d+");

    /// The oldest one that schedlab is tested with.
    public static KernelSeries oldest() {
        return known("OLDEST_SERIES");
    }

    /// The one that `schedlab kernel fetch` fetches.
    public static KernelSeries standard() {
        return known("DEFAULT_SERIES");
    }

    /// The newest one that schedlab is tested with.
    public static KernelSeries newest() {
        return known("NEWEST_SERIES");
    }

    /// Those without sched_ext that are tested: the oldest, under CFS, and the newest, under EEVDF.
    public static List<KernelSeries> withoutSchedExt() {
        return List.of(known("OLDEST_PLAIN_SERIES"), known("NEWEST_PLAIN_SERIES"));
    }

    /// The oldest, the default and the newest.
    public static List<KernelSeries> tested() {
        return List.of(oldest(), standard(), newest());
    }

    /// The newest kernel of this series in the cache.
    public Optional<Path> find(Folders folders) {
        return newestIn(folders, number);
    }

    /// As [#find(Folders)].
    ///
    /// @throws LabException if the cache has none; says how to get one
    public Path require(Folders folders) {
        return find(folders)
                .orElseThrow(() -> LabException.asked("no kernel of the series " + number)
                        .found("none in " + folders.cache().resolve("kernels"))
                        .remedy("./schedlab kernel fetch " + number)
                        .exception());
    }

    /// The newest kernel in the cache that a user means by a series (6.18), a version (6.18.15) or a
    /// release (6.18.15+deb13-cloud-amd64). Kernels that the user added, and real-time ones, are meant by
    /// their release only.
    static Optional<Path> newestIn(Folders folders, String wanted) {
        Path kernels = folders.cache().resolve("kernels");
        if (!Files.isDirectory(kernels)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(kernels)) {
            return entries.filter(folder -> !Files.isSymbolicLink(folder))
                    .filter(folder -> isMeant(folder, wanted))
                    .filter(folder -> Files.isRegularFile(folder.resolve("vmlinuz")))
                    .max(Comparator.comparing(
                            folder -> numbers(folder.getFileName().toString()), Arrays::compare))
                    .map(folder -> folder.resolve("vmlinuz"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + kernels, e);
        }
    }

    /// The releases in the cache, oldest first.
    public static List<String> cached(Folders folders) {
        Path kernels = folders.cache().resolve("kernels");
        if (!Files.isDirectory(kernels)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(kernels)) {
            return entries.filter(folder -> !Files.isSymbolicLink(folder))
                    .filter(folder -> Files.isRegularFile(folder.resolve("vmlinuz")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted(Comparator.comparing(KernelSeries::numbers, Arrays::compare))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + kernels, e);
        }
    }

    /// All of them: `6.1.0-56-cloud-amd64` and `6.1.0-57-cloud-amd64` differ behind the version.
    private static int[] numbers(String release) {
        return Pattern.compile("\\D+")
                .splitAsStream(release)
                .filter(each -> each.matches("\\d{1,6}"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /// A kernel that the user added (`./schedlab kernel add` leaves a file beside it) is meant by its release
    /// alone, so that it does not take the place of Debian's in every session and test.
    private static boolean isMeant(Path folder, String wanted) {
        String release = folder.getFileName().toString();
        if (release.equals(wanted) || Files.exists(folder.resolve(ADDED))) {
            return release.equals(wanted);
        }
        String version = version(release);
        if (release.contains("-rt-")) {
            return false;
        }
        return version.equals(wanted) || (SERIES.matcher(wanted).matches() && version.startsWith(wanted + "."));
    }

    private static String version(String release) {
        return release.split("[+-]", 2)[0];
    }

    private static KernelSeries known(String key) {
        return new KernelSeries(KNOWN.getProperty(key));
    }

    private static Properties read() {
        try (InputStream stream = KernelSeries.class.getResourceAsStream("kernels.properties")) {
            if (stream == null) {
                throw new IllegalStateException("the build left out kernels.properties");
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
