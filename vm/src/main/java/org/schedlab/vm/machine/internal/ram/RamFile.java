package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.RamLayout;

/// The file on shared memory that is the guest's RAM.
public final class RamFile {
    /// q35 leaves the hole below 4 GiB from here on, if the RAM ends below it.
    private static final long LOW_LIMIT = 0xb000_0000L;
    /// With more RAM than that it keeps only this much below the hole (QEMU, `hw/i386/pc_q35.c`).
    private static final long LOW_LIMIT_OF_LARGE = 0x8000_0000L;

    private RamFile() {}

    /// How q35 lays out so many bytes of RAM.
    public static RamLayout layout(long bytes) {
        return new RamLayout(bytes, bytes >= LOW_LIMIT ? LOW_LIMIT_OF_LARGE : bytes);
    }

    /// Creates the file, all zeros, after checking that it fits.
    public static void create(Path file, long bytes) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            long free = Files.getFileStore(folder == null ? file : folder).getUsableSpace();
            if (free < bytes) {
                throw LabException.asked("the guest's memory does not fit into shared memory, in " + folder)
                        .found(String.format(
                                Locale.ROOT, "%d MiB are needed, %d MiB are free", bytes >> 20, free >> 20))
                        .remedy("give the machine less memory, close other machines, enlarge it (mount -o remount,size="
                                + String.format(
                                        Locale.ROOT,
                                        "%dM /dev/shm; docker run --shm-size), or set SCHEDLAB_RUNTIME to a larger tmpfs",
                                        (bytes >> 20) + 64))
                        .exception();
            }
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), bytes - 1);
            }
        } catch (IOException e) {
            throw FolderException.ofRuntime("the guest's memory", file, e);
        }
    }
}
