package org.schedlab.vm.machine.internal.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.schedlab.vm.Folders;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.spec.MachineSpec;

/// What is known against KVM on this host. A boot that failed is remembered in the cache folder, for
/// this QEMU and this kernel, until the host boots again.
public final class KvmVerdict {
    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Path HOST_BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private static final String FOLDER = "kvm";

    private final Folders folders;
    private final Path memory;

    private KvmVerdict(Folders folders, String name) {
        this.folders = folders;
        this.memory = folders.cache().resolve(FOLDER).resolve(name);
    }

    public static KvmVerdict of(Qemu qemu, MachineSpec spec, Folders folders) {
        String kernel = spec.kernelSha256();
        try {
            String key = String.join(
                    "\n",
                    qemu.identity(),
                    kernel == null ? spec.kernelElf().toAbsolutePath().toString() : kernel,
                    Files.readString(HOST_BOOT).strip());
            String name = Sha256.of(key.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
            return new KvmVerdict(folders, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell this boot of the host from others", e);
        }
    }

    /// Why KVM need not be tried; empty if it is worth a try.
    public Optional<String> against() {
        if (!Files.exists(DEVICE)) {
            return Optional.of("there is no " + DEVICE);
        }
        if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
            return Optional.of(DEVICE + " may not be opened (sudo adduser $USER kvm, then log in again)");
        }
        try {
            return Files.exists(memory)
                    ? Optional.of(Files.readString(memory) + " (found out earlier; ./schedlab cache clear forgets it)")
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + memory, e);
        }
    }

    /// For the next time, if there is room in the cache.
    public void remember(String why) {
        boolean _ = folders.keep(FOLDER, memory.getFileName().toString(), why.getBytes(StandardCharsets.UTF_8));
    }
}
