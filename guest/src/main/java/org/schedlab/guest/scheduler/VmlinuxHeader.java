package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// `vmlinux.h`, all types of a kernel as C, made by bpftool of the kernel's own and kept in the cache.
final class VmlinuxHeader {
    static final String NAME = "vmlinux.h";
    private static final HostTool BPFTOOL =
            new HostTool("bpftool", "making vmlinux.h of the kernel's types", "apt install bpftool");

    private VmlinuxHeader() {}

    /// The folder that has the header.
    ///
    /// @param kernel an ELF file with a section `.BTF`
    /// @throws LabException if bpftool is missing or cannot read it
    static Path folder(Folders folders, Path kernel) {
        Path folder = folders.cache("vmlinux/"
                + Sha256.of(kernel.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16));
        try {
            Path header = folder.resolve(NAME);
            if (Files.exists(header)
                    && Files.getLastModifiedTime(header).compareTo(Files.getLastModifiedTime(kernel)) >= 0) {
                return folder;
            }
            Path part = Files.createTempFile(folder, "part", ".h");
            HostProcess made = BPFTOOL.run(
                    List.of(
                            "sh",
                            "-c",
                            "command -v bpftool >/dev/null || exit 127; exec bpftool btf dump file \"$1\" format c >\"$2\"",
                            "sh",
                            kernel.toString(),
                            part.toString()),
                    folder);
            if (made.code() != 0) {
                Files.delete(part);
                throw made.code() == 127
                        ? BPFTOOL.missing()
                        : LabException.asked("no %s can be made of %s".formatted(NAME, kernel))
                                .found(made.output().strip())
                                .remedy("name a kernel with BTF, or give a folder with one: -I DIR")
                                .exception();
            }
            Files.move(part, header, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } catch (IOException e) {
            throw FolderException.ofRuntime(NAME, folder, e);
        }
    }
}
