package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import com.github.luben.zstd.Zstd;
import org.schedlab.vm.Folders;

/// The default kernel of this user as an ELF file.
final class TestKernel {
    private TestKernel() {}

    static synchronized Path elf(Folders folders) {
        Path elf = folders.cache("kernel").resolve("vmlinux");
        try {
            if (!Files.exists(elf)) {
                byte[] image = Files.readAllBytes(Folders.ofUser().cache().resolve("kernels/default"));
                ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
                int start = (image[0x1f1] + 1) * 512 + header.getInt(0x248);
                int length = header.getInt(0x24c);
                int size = header.getInt(start + length - 4);
                Files.write(elf, Zstd.decompress(Arrays.copyOfRange(image, start, start + length - 4), size));
            }
            return elf;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
