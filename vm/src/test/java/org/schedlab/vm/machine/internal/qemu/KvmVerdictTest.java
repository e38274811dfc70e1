package org.schedlab.vm.machine.internal.qemu;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;
import org.schedlab.vm.spec.MachineSpec;

import static org.assertj.core.api.Assertions.assertThat;

class KvmVerdictTest {
    private static final Qemu QEMU = new Qemu(Path.of("/usr/bin/qemu"), "7.2.22", 7, 2, "path size time");
    private final MachineSpec spec =
            MachineSpec.of(Path.of("/k/vmlinux"), Path.of("/i/initramfs")).withKernelSha256("abc");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aFailedBootIsRememberedForThisKernelOnly() {
        Folders folders = new Folders(folder, folder);
        KvmVerdict.of(QEMU, spec, folders).remember("it said nothing");

        assertThat(KvmVerdict.of(QEMU, spec, folders).against()).isPresent();
        assertThat(KvmVerdict.of(QEMU, spec.withKernelSha256("def"), folders).against())
                .isNotEqualTo(KvmVerdict.of(QEMU, spec, folders).against())
                .matches(other -> other.isEmpty() || other.get().contains("/dev/kvm"));
    }
}
