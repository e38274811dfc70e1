package org.schedlab.notebook.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.vm.Folders;

/// Files of the host. Stateless.
public final class FileNames {
    private static final int MOST = 200;

    private FileNames() {}

    /// Files and folders whose path begins with what was typed, written as it was begun.
    public static List<Suggestion> startingWith(String typed) {
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        return in(Path.of(folder.isEmpty() ? "." : folder), folder, typed);
    }

    /// As [#startingWith(String)]; before anything is typed, the kernels in the cache folder.
    public static List<Suggestion> kernels(String typed) {
        Path cache = Folders.ofUser().cache().resolve("kernels");
        return typed.isEmpty() ? in(cache, cache + "/", typed) : startingWith(typed);
    }

    private static List<Suggestion> in(Path folder, String prefix, String typed) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> suggestion(file, prefix))
                    .filter(each -> each.text().startsWith(typed))
                    .sorted(Comparator.comparing(Suggestion::text))
                    .limit(MOST)
                    .toList();
        } catch (IOException notThere) {
            return List.of();
        }
    }

    private static Suggestion suggestion(Path file, String prefix) {
        return Files.isDirectory(file)
                ? Suggestion.of(prefix + file.getFileName() + "/", "folder")
                : Suggestion.of(prefix + file.getFileName(), "file");
    }
}
