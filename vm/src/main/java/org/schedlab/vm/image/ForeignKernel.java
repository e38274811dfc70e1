package org.schedlab.vm.image;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

import org.schedlab.vm.image.KernelImageException.Problem;

/// Kernels for other machines than x86-64, told by their first bytes.
final class ForeignKernel {
    /// Documentation/arch/arm64/booting.rst, and riscv/boot-image-header.rst: `ARM\x64`, `RSC\x05` at 56.
    private static final int IMAGE_MAGIC_AT = 56;

    private static final int ARM64 = 0x644d5241;
    private static final int RISCV = 0x05435352;
    /// drivers/firmware/efi/libstub/zboot-header.S: `zimg` at 4. x86 has no such images.
    private static final int ZBOOT_MAGIC_AT = 4;

    private static final int ZBOOT = 0x676d697a;
    private static final int LONGEST = 64;

    private ForeignKernel() {}

    static boolean isOne(MemorySegment bytes) {
        if (bytes.byteSize() < LONGEST) {
            return false;
        }
        int magic = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, IMAGE_MAGIC_AT);
        return ElfFile.isForeign(bytes)
                || (!ElfFile.isOne(bytes) && (magic == ARM64 || magic == RISCV))
                || bytes.get(ValueLayout.JAVA_INT_UNALIGNED, ZBOOT_MAGIC_AT) == ZBOOT;
    }

    static KernelImageException refusal(Path source) {
        return new KernelImageException(
                Problem.NOT_A_KERNEL,
                source,
                "%s is a kernel for another machine".formatted(source),
                "its first bytes are those of a kernel that is not for x86-64");
    }
}
