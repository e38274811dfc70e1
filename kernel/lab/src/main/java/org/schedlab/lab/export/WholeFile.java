package org.schedlab.lab.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;

/// A file of the user's that is written whole or not at all. Stateless.
final class WholeFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private WholeFile() {}

    /// What writes the contents; the stream is closed for it.
    @FunctionalInterface
    interface Contents {
        void writeTo(OutputStream stream) throws IOException;
    }

    /// What writes a file by its name.
    @FunctionalInterface
    interface Made {
        void at(Path unfinished) throws IOException;
    }

    /// Writes a file; an existing one is replaced.
    ///
    /// @param what the file is, for example `the trace`
    /// @return the file
    /// @throws LabException it cannot be written; nothing is left of it
    static Path write(String what, Path file, Contents contents) {
        return make(what, file, unfinished -> {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES)) {
                contents.writeTo(stream);
            }
        });
    }

    /// As [#write], by something that opens files itself.
    static Path make(String what, Path file, Made made) {
        Path target = file.toAbsolutePath();
        try {
            Path folder = target.getParent();
            if (folder == null || Files.isDirectory(target)) {
                throw new IOException("that is a folder");
            }
            Path unfinished = folder.resolve("." + target.getFileName() + ".unfinished");
            try {
                made.at(unfinished);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            return file;
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("%s cannot be written to %s".formatted(what, file))
                            .found("%s; %s".formatted(FolderException.reason(e), FolderException.room(target)))
                            .remedy("name a file in a folder that is there, that you may write and that has room")
                            .text(),
                    e);
        }
    }
}
