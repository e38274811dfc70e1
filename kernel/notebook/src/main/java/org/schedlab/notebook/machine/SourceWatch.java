package org.schedlab.notebook.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.guest.scheduler.SchedulerFiles;

/// When the files of a scheduler's sources change: the units, and the headers in their folders for `#include`.
/// Confined to one thread.
final class SourceWatch {
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final int DEEPEST = 3;

    private final SchedulerFiles files;
    private long seen;

    SourceWatch(SchedulerFiles files) {
        this.files = files;
        seen = state();
    }

    /// Waits until something is different and has been the same for a moment.
    ///
    /// @throws InterruptedException the cell was interrupted
    void await() throws InterruptedException {
        long before = seen;
        while (seen == before) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            long now = state();
            while (now != seen) { // an editor may still be writing
                seen = now;
                Thread.sleep(LOOK_AGAIN_MILLIS / 2);
                now = state();
            }
        }
    }

    /// Of names, sizes and times.
    private long state() {
        long state = 1;
        for (Path each :
                Stream.concat(files.units().stream(), headers()).distinct().toList()) {
            try {
                state = 31 * state + each.hashCode();
                state = 31 * state + Files.getLastModifiedTime(each).toMillis();
                state = 31 * state + Files.size(each);
            } catch (IOException gone) {
                state = 31 * state;
            }
        }
        return state;
    }

    private Stream<Path> headers() {
        return files.includes().stream().flatMap(folder -> headers(folder).stream());
    }

    private static List<Path> headers(Path folder) {
        try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
            return all.filter(each -> String.valueOf(each.getFileName()).endsWith(".h"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException gone) {
            return List.of();
        }
    }
}
