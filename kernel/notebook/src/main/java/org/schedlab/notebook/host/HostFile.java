package org.schedlab.notebook.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import org.schedlab.notebook.cells.Nearest;
import org.schedlab.vm.LabException;

/// Files of the host as they are named on a magic's line. Stateless.
final class HostFile {
    private HostFile() {}

    /// The path, with `~/` as the user's home.
    static Path of(String typed) {
        return typed.startsWith("~/") ? Path.of(System.getProperty("user.home"), typed.substring(2)) : Path.of(typed);
    }

    /// @param doing what was asked, for the error: `%load`
    static LabException trouble(String doing, Path file, IOException e) {
        if (!(e instanceof NoSuchFileException) || Files.exists(file)) {
            return new LabException(
                    LabException.asked("%s: %s cannot be used".formatted(doing, file))
                            .found(Files.isDirectory(file) ? "it is a folder" : what(e))
                            .text(),
                    e);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return LabException.asked("%s: there is no folder %s".formatted(doing, folder))
                    .remedy("make it first: !mkdir -p " + folder)
                    .exception();
        }
        List<String> beside = Nearest.to(String.valueOf(file.getFileName()), names(file.toAbsolutePath()), 3);
        LabException.Message message = LabException.asked("%s: there is no file %s".formatted(doing, file))
                .found("looked in " + file.toAbsolutePath().getParent());
        return (beside.isEmpty() ? message : message.remedy(String.join(" or ", beside) + "?")).exception();
    }

    private static String what(IOException e) {
        return e instanceof AccessDeniedException ? "this user may not use it" : String.valueOf(e.getMessage());
    }

    private static List<String> names(Path file) {
        Path folder = file.getParent();
        try (var files = Files.list(folder == null ? file : folder)) {
            return files.map(each -> String.valueOf(each.getFileName())).toList();
        } catch (IOException noFolder) {
            return List.of();
        }
    }
}
