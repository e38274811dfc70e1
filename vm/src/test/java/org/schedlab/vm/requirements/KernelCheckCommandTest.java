package org.schedlab.vm.requirements;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.Bytes;
import org.schedlab.vm.image.KernelFixture;

import static org.assertj.core.api.Assertions.assertThat;

class KernelCheckCommandTest {
    private static final byte[] TYPES = KernelFixture.btf(true);
    private static final byte[] NOTHING = new byte[0];

    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    KernelCheckCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aConfigurationPlainAndPacked() throws IOException {
        Path plain = write("config", KernelRequirements.fragment().getBytes(StandardCharsets.UTF_8));
        assertThat(run("check", "mine", plain)).isZero();
        assertThat(said()).startsWith("mine, a kernel configuration\nfound    CONFIG_X86_64 (CONFIG_X86_64=y): ");
        Path packed = write("config.gz", gzip("# CONFIG_SMP is not set\n"));
        assertThat(run("check", "mine", packed)).isEqualTo(1);
        assertThat(said()).contains("MISSING  CONFIG_SMP (CONFIG_SMP is not set): ");
    }

    @Test
    void anImageIsToldByItsSymbolsAndTypes() throws IOException {
        Path image = write("vmlinux", KernelFixture.elf(TYPES, List.of("bpf_check"), NOTHING));
        assertThat(run("check", "mine", image)).isEqualTo(1);
        assertThat(said())
                .startsWith("mine, Linux 6.99.1-fixture, by its symbols and types; it carries no configuration\n")
                .contains(
                        "found    CONFIG_BPF_SYSCALL (symbol bpf_check): ",
                        "found    CONFIG_SCHED_CLASS_EXT (struct sched_ext_ops): ",
                        "found    CONFIG_DEBUG_INFO_BTF (the image was read by it): ",
                        "MISSING  CONFIG_PVH (no symbol pvh_start_xen): ",
                        "MISSING  CONFIG_SCHED_INFO (no struct sched_info.run_delay): ",
                        "unknown  CONFIG_SERIAL_8250_RUNTIME_UARTS>=2 (an image does not tell): ",
                        "8 unknown: they cannot be told from an image");
    }

    @Test
    void theConfigurationThatAnImageCarriesGoesBeforeItsSymbols() throws IOException {
        byte[] config = gzip(KernelRequirements.fragment());
        Path image = write("vmlinux", KernelFixture.elf(TYPES, List.of(), config));
        assertThat(run("check", "mine", image)).isZero();
        assertThat(said()).contains("by the configuration it carries\n", "found    CONFIG_PVH (CONFIG_PVH=y): ");
        assertThat(run("release", "mine", image)).isZero();
        assertThat(said()).isEqualTo("6.99.1-fixture\n");
    }

    @Test
    void theConfigurationOfThePackageGoesFirst() throws IOException {
        Path image = write("vmlinux", KernelFixture.elf(TYPES, List.of(), gzip(KernelRequirements.fragment())));
        Path config = write("config", "CONFIG_X86_64=y\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run("check", "mine", image, config)).isEqualTo(1);
        assertThat(said()).contains("by its configuration\n", "MISSING  CONFIG_PVH (CONFIG_PVH is not set): ");
        assertThat(run("release", "mine", image, config)).isEqualTo(1);
        assertThat(said()).isEqualTo("6.99.1-fixture\n");
        assertThat(complained()).startsWith("MISSING  CONFIG_SMP ").doesNotContain("CONFIG_X86_64");
    }

    @Test
    void aDamagedConfigurationIsNone() throws IOException {
        Path image = write(
                "vmlinux",
                KernelFixture.elf(TYPES, List.of(), new Bytes().text("no gzip").toArray()));
        assertThat(run("check", "mine", image)).isEqualTo(1);
        assertThat(said()).contains("it carries no configuration");
    }

    @Test
    void withoutTypesTheRestIsUnknownUnlessThereIsAConfiguration() throws IOException {
        Path image = write("vmlinux", KernelFixture.elf(NOTHING));
        assertThat(run("check", "mine", image)).isEqualTo(1);
        assertThat(said())
                .contains(
                        "MISSING  CONFIG_DEBUG_INFO_BTF (an ELF kernel without a .BTF section",
                        "unknown  CONFIG_PVH (this image cannot be read): ");
        Path config = write("config", "CONFIG_PVH=y\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run("check", "mine", image, config)).isEqualTo(1);
        assertThat(said()).contains("found    CONFIG_PVH (CONFIG_PVH=y): ").doesNotContain("unknown  ");
        assertThat(run("release", "mine", image)).isEqualTo(2);
        assertThat(complained()).contains("carries no types", "CONFIG_DEBUG_INFO_BTF=y makes one");
    }

    @Test
    void whatIsNoKernelForThisMachineIsRefused() throws IOException {
        Path arm = write(
                "Image",
                new Bytes().text("MZ").upTo(56).text("ARM\u0064").upTo(4096).toArray());
        assertThat(run("check", "mine", arm)).isEqualTo(2);
        assertThat(complained()).contains("Image is a kernel for another machine\n");
        byte[] elf = KernelFixture.elf(TYPES);
        elf[18] = (byte) 183;
        assertThat(run("release", "mine", write("vmlinux.arm64", elf))).isEqualTo(2);
        assertThat(complained()).contains("vmlinux.arm64 is a kernel for another machine\n");
        byte[] payload = gzip(elf);
        assertThat(run("check", "mine", write("vmlinuz", KernelFixture.bzImage(payload))))
                .isEqualTo(2);
        assertThat(complained()).contains("vmlinuz is a kernel for another machine\n");
        assertThat(run("check", "mine", write("notes", "a text".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(2);
        assertThat(complained()).contains("notes is not a kernel\n");
    }

    private int run(String what, String name, Path... files) {
        out.reset();
        errors.reset();
        List<String> arguments = new ArrayList<>(List.of(what, name));
        List.of(files).forEach(file -> arguments.add(file.toString()));
        return new KernelCheckCommand(
                        new Folders(folder.resolve("cache"), folder.resolve("runtime")),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }
}
