package org.schedlab.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;

/// The configuration that a kernel was built with, as a distribution gives it beside the kernel's file.
/// libbpf reads it for variables of the section `.kconfig`.
///
/// @param file on this host
/// @param guestPath where a program of the guest looks for it: tools/lib/bpf/libbpf.c,
///     bpf_object__read_kconfig_file
public record KernelConfiguration(Path file, String guestPath) {

    /// That of a kernel: `config` in the folder of its file, as `./schedlab kernel fetch` puts it there,
    /// or `config-RELEASE` as in `/boot`; empty if there is none.
    static Optional<KernelConfiguration> of(KernelImage image) {
        try {
            Path folder = image.source().toRealPath().resolveSibling("");
            String inBoot = "config-" + image.release();
            return Stream.of("config", inBoot)
                    .map(folder::resolve)
                    .filter(Files::isReadable)
                    .findFirst()
                    .map(file -> new KernelConfiguration(file, "/boot/" + inBoot));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// For a program that did not come as far as it should: where the configuration would have to lie, if it is not
    /// there. libbpf says only that an argument is invalid.
    public static Optional<String> lacking(KernelImage image) {
        return of(image).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "if it reads the kernel's configuration (__kconfig), put that as config or config-%s beside %s"
                                .formatted(image.release(), image.source()));
    }

    /// As [#of].
    ///
    /// @param scheduler that reads it
    /// @throws LabException if there is none
    static KernelConfiguration require(KernelImage image, String scheduler) {
        return of(image)
                .orElseThrow(() -> LabException.asked(
                                "the scheduler %s reads the kernel's configuration (__kconfig), which is not here"
                                        .formatted(scheduler))
                        .found("no file config or config-%s beside %s".formatted(image.release(), image.source()))
                        .remedy("put it there: ./schedlab kernel fetch, or /boot/config-RELEASE of the package")
                        .exception());
    }
}
