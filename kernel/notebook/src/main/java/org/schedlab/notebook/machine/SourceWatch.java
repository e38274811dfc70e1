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

    /// How often it is looked whether an empty file stays empty: for a second.
    private static final int EMPTY_LOOKS = 40;

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
            int looks = 0;
            while (now != seen
                    || (seen != before && looks < EMPTY_LOOKS && isAnyEmpty())) { // an editor may still be writing
                seen = now;
                looks++;
                Thread.sleep(LOOK_AGAIN_MILLIS / 2);
                now = state();
            }
        }
    }

    /// A file that was cut off, before its text is written anew.
    private boolean isAnyEmpty() {
        return files.units().stream().anyMatch(each -> {
            try {
                return Files.isRegularFile(each) && Files.size(each) == 0;
            } catch (IOException gone) {
                return false;
            }
        });
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
