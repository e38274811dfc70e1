package org.schedlab.vm.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.ZstdCompressCtx;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImageException.Problem;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KernelImageTest {
    private static final byte[] ELF = KernelFixture.elf(KernelFixture.btf(true));
    private static final String GET_ANEW = "get the kernel file anew; for one of the cache: ./schedlab kernel fetch";
    private static final String OTHER_KERNEL =
            "give another kernel with --kernel PATH or SCHEDLAB_KERNEL, or get one with: ./schedlab kernel fetch";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Folders folders;

    @BeforeEach
    void ownCache() {
        folders = new Folders(folder.resolve("cache"), folder.resolve("runtime"));
    }

    @Test
    void opensEveryCompression() throws IOException {
        List<byte[]> payloads = List.of(sized(zstd(ELF)), gzip(ELF), sized(xz(ELF)), sized(lz4(ELF)), sized(ELF));
        for (byte[] payload : payloads) {
            KernelImage kernel = open(KernelFixture.bzImage(payload));
            assertThat(kernel.elf()).hasBinaryContent(ELF);
            assertKnown(kernel);
        }
        KernelImage plain = open(ELF);
        assertKnown(plain);
        assertThat(folder.resolve("cache/elf").resolve(plain.sha256()).resolve("vmlinux"))
                .isEqualTo(plain.elf());
    }

    private static void assertKnown(KernelImage kernel) {
        assertThat(kernel.release()).isEqualTo("6.99.1-fixture");
        assertThat(kernel.banner()).isEqualTo(KernelFixture.BANNER);
        assertThat(kernel.buildId()).contains("baadf00d");
        assertThat(kernel.symbols().require("function_299").address())
                .isEqualTo(0xffff_ffff_8100_0000L + 64 + 16 * 299);
        assertThat(kernel.btf().requirePerCpu("cpu_number").size()).isEqualTo(4);
        assertThat(kernel.hasSchedExt()).isTrue();
        kernel.requireSchedExt("it cannot be attached");
    }

    @Test
    void aSecondOpenTakesWhatTheCacheHolds() throws IOException {
        Path file = write(KernelFixture.bzImage(gzip(ELF)));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
        KernelImage first = KernelImage.open(file, folders);
        FileTime unpacked = Files.getLastModifiedTime(first.elf());
        FileTime indexed = Files.getLastModifiedTime(indexOf(first));
        KernelImage second = KernelImage.open(file, folders);
        assertThat(second.elf()).isEqualTo(first.elf());
        assertThat(Files.getLastModifiedTime(second.elf())).isEqualTo(unpacked);
        assertThat(Files.getLastModifiedTime(indexOf(second))).isEqualTo(indexed);
        assertKnown(second);
    }

    @Test
    void anotherKernelUnderTheSameNameIsNoticed() throws IOException {
        Path file = write(KernelFixture.bzImage(gzip(ELF)));
        KernelImage first = KernelImage.open(file, folders);
        Files.write(file, KernelFixture.elf(KernelFixture.btf(false)));
        KernelImage second = KernelImage.open(file, folders);
        assertThat(second.sha256()).isNotEqualTo(first.sha256());
        assertThat(second.btf().find("struct sched_class")).isPresent();
    }

    @Test
    void damagedOrOldCacheFilesAreMadeAnew() throws IOException {
        Path file = write(KernelFixture.bzImage(gzip(ELF)));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
        Path index = indexOf(KernelImage.open(file, folders));
        byte[] good = Files.readAllBytes(index);
        for (int at : new int[] {0, 8, 20, 30, 60, good.length / 2, good.length - 1}) {
            byte[] damaged = good.clone();
            damaged[at] ^= 0x40;
            Files.write(index, damaged);
            assertKnown(KernelImage.open(file, folders));
            assertThat(index).hasBinaryContent(good);
        }
        for (int length : new int[] {0, 10, 100, good.length - 1}) {
            Files.write(index, Arrays.copyOf(good, length));
            assertKnown(KernelImage.open(file, folders));
        }
        Path elf = KernelImage.open(file, folders).elf();
        Files.write(elf, Arrays.copyOf(ELF, ELF.length - 100));
        assertKnown(KernelImage.open(file, folders));
        byte[] garbled = ELF.clone();
        int types = garbled.length - 6 * 64 - 150;
        Arrays.fill(garbled, types, types + 50, (byte) 0x5a);
        Files.write(elf, garbled);
        assertKnown(KernelImage.open(file, folders));
        assertThat(elf).hasBinaryContent(ELF);
    }

    @Test
    void manyAtOnceLeaveOneCompleteCache() throws Exception {
        Path file = write(KernelFixture.bzImage(sized(zstd(ELF))));
        List<Callable<KernelImage>> tasks = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            tasks.add(() -> KernelImage.open(file, folders));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<KernelImage> kernel : threads.invokeAll(tasks)) {
                assertKnown(kernel.get());
            }
        }
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertThat(files.filter(path -> path.toString().contains("unfinished")))
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoKernelIsRefused() throws IOException {
        assertRefused(
                "not a kernel".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                Problem.NOT_A_KERNEL,
                "%s is not a kernel",
                "neither the header of a bzImage for x86-64 nor the one of an ELF vmlinux in its 12 bytes",
                OTHER_KERNEL);
        assertRefused(
                new byte[0],
                Problem.NOT_A_KERNEL,
                "%s is not a kernel",
                "neither the header of a bzImage for x86-64 nor the one of an ELF vmlinux in its 0 bytes",
                OTHER_KERNEL);
    }

    @Test
    void aKernelWithoutTypesIsRefused() throws IOException {
        assertRefused(
                KernelFixture.elf(new byte[0]),
                Problem.NO_BTF,
                "%s carries no types",
                "an ELF kernel without a .BTF section (CONFIG_DEBUG_INFO_BTF=y makes one)",
                OTHER_KERNEL);
    }

    @Test
    void aKernelWithDamagedTypesIsRefused() throws IOException {
        byte[] types = KernelFixture.btf(true);
        types[27] = 99;
        types[0] = 0;
        assertRefused(
                KernelFixture.elf(types),
                Problem.DAMAGED,
                "%s cannot be used as a kernel",
                "its type information starts with 0xeb00 and version 1, not with BTF's 0xeb9f and 1",
                OTHER_KERNEL);
    }

    @Test
    void aCutOffKernelIsRefused() throws IOException {
        byte[] image = KernelFixture.bzImage(gzip(ELF));
        assertRefused(
                Arrays.copyOf(image, image.length - 1),
                Problem.TRUNCATED,
                "%s is cut off",
                "%,d bytes; its header says that the kernel inside ends at %,d"
                        .formatted(image.length - 1, image.length),
                OTHER_KERNEL);
        assertRefused(
                Arrays.copyOf(ELF, ELF.length - 1),
                Problem.TRUNCATED,
                "%s is not a whole kernel",
                "an ELF file of %,d bytes whose section table is at %,d".formatted(ELF.length - 1, ELF.length - 64 * 6),
                GET_ANEW);
    }

    @Test
    void aPayloadOfAnotherSizeIsRefused() throws IOException {
        assertRefused(
                KernelFixture.bzImage(sized(ELF, ELF.length - 1)),
                Problem.DAMAGED,
                "%s is damaged",
                "its NONE payload does not unpack: it holds more than the %,d bytes it declares"
                        .formatted(ELF.length - 1),
                GET_ANEW);
        assertRefused(
                KernelFixture.bzImage(sized(zstd(ELF), ELF.length + 1)),
                Problem.DAMAGED,
                "%s is damaged",
                "its ZSTD payload does not unpack: it holds %,d bytes and declares %,d"
                        .formatted(ELF.length, ELF.length + 1),
                GET_ANEW);
    }

    /// zstd, gzip and xz carry checksums; lz4's legacy frame has none, so what it unpacks to is
    /// checked by structure.
    @Test
    void aDamagedPayloadIsNeverTakenForTheKernel() throws IOException {
        for (byte[] payload : List.of(sized(zstd(ELF)), gzip(ELF), sized(xz(ELF)))) {
            for (int at = 6; at < payload.length; at += Math.max(1, payload.length / 40)) {
                byte[] damaged = payload.clone();
                damaged[at] ^= 0x11;
                Path file = write(KernelFixture.bzImage(damaged));
                try {
                    assertThat(KernelImage.open(file, folders).elf()).hasBinaryContent(ELF);
                } catch (KernelImageException e) {
                    assertThat(e.problem()).isEqualTo(Problem.DAMAGED);
                    assertThat(e.file()).isEqualTo(file);
                }
            }
        }
        byte[] cutOff = Arrays.copyOf(lz4(ELF), lz4(ELF).length - 10);
        assertThatThrownBy(() -> open(KernelFixture.bzImage(sized(cutOff))))
                .isInstanceOfSatisfying(
                        KernelImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.DAMAGED))
                .hasMessageContaining("its LZ4 payload does not unpack");
    }

    @Test
    void anUnknownCompressionIsRefused() throws IOException {
        assertRefused(
                KernelFixture.bzImage("BZh91AY&SY....".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                Problem.UNKNOWN_COMPRESSION,
                "%s is compressed in an unknown way",
                "its payload starts with 42 5a 68 39 31 41 (BZIP2); zstd, gzip, xz and lz4 can be unpacked",
                OTHER_KERNEL);
        assertRefused(
                KernelFixture.bzImage("????????????".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                Problem.UNKNOWN_COMPRESSION,
                "%s is compressed in an unknown way",
                "its payload starts with 3f 3f 3f 3f 3f 3f; zstd, gzip, xz and lz4 can be unpacked",
                OTHER_KERNEL);
    }

    @Test
    void aKernelWithoutSchedExtIsRefusedWhenItIsNeeded() throws IOException {
        KernelImage kernel = open(KernelFixture.elf(KernelFixture.btf(false)));
        assertThatThrownBy(() -> kernel.requireSchedExt("vtime cannot be attached"))
                .isInstanceOf(KernelImageException.class)
                .hasMessage(message(
                        "vtime cannot be attached",
                        "Linux 6.99.1-fixture has no sched_ext (it came with 6.12, and is built in with"
                                + " CONFIG_SCHED_CLASS_EXT=y); normal tasks are scheduled by CFS",
                        "boot a kernel that has it: %boot --kernel 6.18"));
    }

    @Test
    void findTakesTheFirstPlaceThatIsNamed() throws IOException {
        Path file = write(ELF);
        assertThat(KernelImage.find(file, "/elsewhere", folders)).isEqualTo(file);
        assertThat(KernelImage.find(null, file.toString(), folders)).isEqualTo(file);
        Path standard = folders.cache("kernels").resolve("default");
        assertThatThrownBy(() -> KernelImage.find(null, null, folders))
                .hasMessage(message(
                        "no kernel to boot",
                        "none given with --kernel PATH, SCHEDLAB_KERNEL is not set, and there is no " + standard,
                        "get one with: ./schedlab kernel fetch"));
        Files.createSymbolicLink(standard, file);
        assertThat(KernelImage.find(null, null, folders)).isEqualTo(standard);
        assertThatThrownBy(() -> KernelImage.find(null, "/no/kernel", folders))
                .hasMessage(message(
                        "there is no kernel file /no/kernel",
                        "SCHEDLAB_KERNEL names it",
                        "give a bzImage or an ELF vmlinux, or get one with: ./schedlab kernel fetch"));
        assertThatThrownBy(() -> KernelImage.open(Path.of("/no/kernel"), folders))
                .hasMessage(message("the kernel /no/kernel cannot be read", "there is no such file", OTHER_KERNEL));
    }

    private void assertRefused(byte[] contents, Problem problem, String sentence, String found, String remedy)
            throws IOException {
        Path file = write(contents);
        assertThatThrownBy(() -> KernelImage.open(file, folders))
                .isInstanceOfSatisfying(
                        KernelImageException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessage(message(sentence.formatted(file), found, remedy));
    }

    private static String message(String sentence, String found, String remedy) {
        return "%s\n  found: %s\n  try: %s".formatted(sentence, found, remedy);
    }

    private Path indexOf(KernelImage kernel) {
        return folders.cache().resolve("index").resolve(kernel.sha256());
    }

    private KernelImage open(byte[] contents) throws IOException {
        return KernelImage.open(write(contents), folders);
    }

    private Path write(byte[] contents) throws IOException {
        return Files.write(folder.resolve("kernel"), contents);
    }

    private static byte[] sized(byte[] packed) {
        return sized(packed, ELF.length);
    }

    private static byte[] sized(byte[] packed, int size) {
        return new Bytes().bytes(packed).u32(size).toArray();
    }

    private static byte[] zstd(byte[] plain) {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            return context.setChecksum(true).compress(plain);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] xz(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream stream = new XZOutputStream(packed, new LZMA2Options(1))) {
            stream.write(plain);
        }
        return packed.toByteArray();
    }

    /// Two blocks in lz4's legacy frame.
    private static byte[] lz4(byte[] plain) {
        Bytes packed = new Bytes().u32(0x184c2102L);
        int half = plain.length / 2;
        for (byte[] part : List.of(Arrays.copyOf(plain, half), Arrays.copyOfRange(plain, half, plain.length))) {
            byte[] block = LZ4Factory.fastestJavaInstance().fastCompressor().compress(part);
            packed.u32(block.length).bytes(block);
        }
        return packed.toArray();
    }
}
