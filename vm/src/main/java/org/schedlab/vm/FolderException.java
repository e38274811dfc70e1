package org.schedlab.vm;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/// Something that is needed cannot be written into the cache or the runtime folder. The message says
/// where, why, and how much room is left there.
public class FolderException extends LabException {
    private static final long serialVersionUID = 1L;

    private FolderException(String message, IOException cause) {
        super(message, cause);
    }

    /// The cache folder is full, or may not be written.
    ///
    /// @param what should have been written, for example `the unpacked kernel`
    /// @param place the file or folder
    public static FolderException ofCache(String what, Path place, IOException cause) {
        return of(
                what,
                place,
                cause,
                "make room (./schedlab cache says what is there, ./schedlab cache clear removes what can be made"
                        + " again), or set SCHEDLAB_CACHE to a folder with room that you may write");
    }

    /// The runtime folder is full, or may not be written.
    ///
    /// @param what should have been written, for example `the folder of a machine`
    /// @param place the file or folder
    public static FolderException ofRuntime(String what, Path place, IOException cause) {
        return of(
                what,
                place,
                cause,
                "make room (close other machines), or set SCHEDLAB_RUNTIME to a folder on shared memory with room"
                        + " that you may write");
    }

    private static FolderException of(String what, Path place, IOException cause, String remedy) {
        String message = LabException.asked("%s cannot be written".formatted(what))
                .found("%s: %s; %s".formatted(place, reason(cause), room(place)))
                .remedy(remedy)
                .text();
        return new FolderException(message, cause);
    }

    /// What the operating system says, in a few words.
    public static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException _ -> "you may not write there";
            case NoSuchFileException gone -> "there is no " + gone.getFile();
            case FileAlreadyExistsException other -> other.getFile() + " is there and is not a folder";
            case FileSystemException told when told.getReason() != null -> told.getReason();
            default -> String.valueOf(cause.getMessage());
        };
    }

    /// How much room is left where a file is or is to be.
    public static String room(Path place) {
        for (@Nullable Path at = place.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at)) {
                return roomIn(at);
            }
        }
        return "how much is free cannot be told";
    }

    private static String roomIn(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return (store.getUsableSpace() >> 20) + " MiB of " + (store.getTotalSpace() >> 20) + " MiB are free in "
                    + folder;
        } catch (IOException e) {
            return "how much is free cannot be told";
        }
    }
}
