package org.schedlab.vm.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.KernelFunctions;
import org.schedlab.vm.image.ElfCache.CachedElf;
import org.schedlab.vm.image.KernelImageException.Problem;
import org.schedlab.vm.symbols.SymbolTable;

/// A Linux kernel for x86-64: the ELF that is booted, its symbols and its types. Immutable and
/// thread-safe; nothing to close (files are mapped as long as this object or what it gave out is in
/// use).
///
/// The first use of a kernel file unpacks and indexes it (seconds); every later one maps what the
/// cache holds.
public final class KernelImage {
    /// The environment variable that names a kernel file.
    public static final String VARIABLE = "SCHEDLAB_KERNEL";

    private final Path source;
    private final CachedElf elf;
    private final KernelIndex index;
    private volatile @Nullable List<String> uncallable;

    private KernelImage(Path source, CachedElf elf, KernelIndex index) {
        this.source = source;
        this.elf = elf;
        this.index = index;
    }

    /// Opens a bzImage (payload zstd, gzip, xz, lz4 or none) or an ELF vmlinux, stripped or not.
    ///
    /// @throws KernelImageException if the file is missing, not a kernel, cut off, damaged,
    ///     compressed in an unknown way, or without types or symbols
    public static KernelImage open(Path kernelFile, Folders folders) {
        KernelImage kernel = opened(kernelFile, folders);
        UncallableNote.leave(kernel, folders);
        return kernel;
    }

    private static KernelImage opened(Path kernelFile, Folders folders) {
        CachedElf elf = ElfCache.of(kernelFile, folders);
        try {
            return new KernelImage(kernelFile, elf, IndexFile.of(kernelFile, elf, folders));
        } catch (KernelImageException damagedInTheCache) {
            CachedElf renewed = ElfCache.renew(kernelFile, folders);
            return new KernelImage(kernelFile, renewed, IndexFile.of(kernelFile, renewed, folders));
        }
    }

    /// The kernel file to use: `explicit` if given, else the one `SCHEDLAB_KERNEL` names, else
    /// `kernels/default` in the cache. What is not a file may be a series (7.3), a version or a release: the
    /// newest such kernel in the cache is meant.
    ///
    /// @throws KernelImageException if it is not there; names every place and how to get a kernel
    public static Path find(@Nullable Path explicit, Folders folders) {
        return find(explicit, System.getenv(VARIABLE), folders);
    }

    static Path find(@Nullable Path explicit, @Nullable String fromEnvironment, Folders folders) {
        if (explicit != null) {
            return present(explicit, "it was given explicitly", folders);
        }
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return present(Path.of(fromEnvironment), "%s names it".formatted(VARIABLE), folders);
        }
        Path standard = folders.cache().resolve("kernels").resolve("default");
        if (Files.isRegularFile(standard)) {
            return standard;
        }
        throw new KernelImageException(
                Problem.NOT_FOUND,
                standard,
                "no kernel to boot",
                "none given with --kernel PATH, %s is not set, and there is no %s".formatted(VARIABLE, standard),
                "get one with: ./schedlab kernel fetch");
    }

    private static Path present(Path file, String reason, Folders folders) {
        if (Files.isRegularFile(file)) {
            return file;
        }
        return KernelSeries.newestIn(folders, file.toString())
                .orElseThrow(() -> new KernelImageException(
                        Problem.NOT_FOUND,
                        file,
                        "there is no kernel file %s".formatted(file),
                        reason + cached(folders),
                        "give a bzImage or an ELF vmlinux, or get one with: ./schedlab kernel fetch"));
    }

    private static String cached(Folders folders) {
        List<String> releases = KernelSeries.cached(folders);
        return releases.isEmpty() ? "" : "; the cache has " + String.join(", ", releases);
    }

    /// Whether it can run sched_ext schedulers: its types have `struct sched_ext_ops`.
    public boolean hasSchedExt() {
        return btf().find("struct sched_ext_ops").isPresent();
    }

    /// Refuses what a kernel cannot do that has no sched_ext.
    ///
    /// @param asked what was asked and cannot be, one sentence
    /// @throws KernelImageException if it is older than sched_ext, or built without CONFIG_SCHED_CLASS_EXT
    public void requireSchedExt(String asked) {
        if (!hasSchedExt()) {
            throw new KernelImageException(
                    Problem.NO_SCHED_EXT,
                    source,
                    asked,
                    "Linux %s has no sched_ext (it came with 6.12, and is built in with CONFIG_SCHED_CLASS_EXT=y); normal tasks are scheduled by %s"
                            .formatted(release(), fairScheduler()),
                    "boot a kernel that has it: %boot --kernel "
                            + KernelSeries.standard().number());
        }
    }

    /// Refuses to call the kernel's own scheduler EEVDF where it is CFS.
    ///
    /// @throws KernelImageException if it is
    public void requireEevdf() {
        if (fairScheduler() != FairScheduler.EEVDF) {
            throw new KernelImageException(
                    Problem.NO_EEVDF,
                    source,
                    "EEVDF cannot be in charge",
                    "the own scheduler of Linux %s is CFS; EEVDF came with 6.6".formatted(release()),
                    "leave the scheduler out to measure CFS, or boot a newer kernel");
        }
    }

    /// How its own scheduler of normal tasks picks.
    public FairScheduler fairScheduler() {
        return FairScheduler.of(btf());
    }

    /// The file this was opened from.
    public Path source() {
        return source;
    }

    /// The kernel's ELF in the cache.
    public Path elf() {
        return elf.file();
    }

    /// SHA-256 of the ELF, hexadecimal.
    public String sha256() {
        return elf.sha256();
    }

    /// What `uname -r` prints on it, for example `6.18.15+deb13-cloud-amd64`.
    public String release() {
        String[] words = banner().split(" ", 4);
        if (words.length < 3) {
            throw new LabException("the kernel's banner names no release: " + banner());
        }
        return words[2];
    }

    /// The line `Linux version ...` that it prints first when it boots.
    public String banner() {
        return index.banner();
    }

    /// The build id of the ELF, hexadecimal.
    public Optional<String> buildId() {
        return index.buildId();
    }

    /// All symbols.
    public SymbolTable symbols() {
        return index.symbols();
    }

    /// All types.
    public Btf btf() {
        return index.btf();
    }

    /// The text of the configuration it was built with, if it carries one (`CONFIG_IKCONFIG`).
    public Optional<String> configuration() {
        return symbols()
                .find(EmbeddedConfig.SYMBOL)
                .flatMap(symbol -> EmbeddedConfig.read(IndexBuilder.open(source, elf.file()), symbol.address()));
    }

    /// The functions of sched_ext that no BPF program can call on this kernel, sorted; empty for most
    /// ([KernelFunctions]).
    public List<String> uncallableFunctions() {
        List<String> known = uncallable;
        if (known == null) {
            known = KernelFunctions.uncallable(btf());
            uncallable = known;
        }
        return known;
    }

    /// Its release.
    @Override
    public String toString() {
        return "Linux " + release();
    }
}
