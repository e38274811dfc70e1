package org.schedlab.vm.requirements;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.image.KernelImageException;

/// `./schedlab kernel check` and the check of `./schedlab kernel add`, behind the shell that takes packages
/// apart.
final class KernelCheckCommand {
    private static final int FITS = 0;
    private static final int DOES_NOT_FIT = 1;
    private static final int UNREADABLE = 2;
    /// A configuration is text of some 300 kB; a kernel is larger.
    private static final long LARGEST_CONFIG = 4 << 20;

    private final Folders folders;
    private final PrintStream out;
    private final PrintStream errors;

    KernelCheckCommand(Folders folders, PrintStream out, PrintStream errors) {
        this.folders = folders;
        this.out = out;
        this.errors = errors;
    }

    /// Checks.
    ///
    /// @param arguments `check`, what to call it, a kernel file or a configuration, and perhaps the configuration
    ///     of the kernel file; or `release` with the same, which prints the kernel's release alone, and of the
    ///     findings what is missing, as errors; or `missing` with a configuration, which does the latter alone
    static void main(String... arguments) {
        System.exit(new KernelCheckCommand(Folders.ofUser(), System.out, System.err).run(List.of(arguments)));
    }

    /// Returns the exit code.
    int run(List<String> arguments) {
        boolean onlyRelease = arguments.getFirst().equals("release");
        String name = arguments.get(1);
        Path file = Path.of(arguments.get(2));
        try {
            Optional<KernelConfig> alone = configuration(file);
            Optional<KernelConfig> beside =
                    arguments.size() > 3 ? configuration(Path.of(arguments.get(3))) : Optional.empty();
            if (alone.isPresent() && arguments.getFirst().equals("missing")) {
                return missing(new CheckReport(name, KernelCheck.of(alone.get())));
            }
            if (alone.isPresent() && !onlyRelease) {
                return tell(new CheckReport(name + ", a kernel configuration", KernelCheck.of(alone.get())));
            }
            return onlyRelease ? release(file, beside) : image(name, file, beside);
        } catch (LabException e) {
            errors.println("schedlab: error: " + e.getMessage());
            return UNREADABLE;
        } catch (IOException e) {
            errors.println("schedlab: error: cannot read " + name + "\n  found: " + e.getMessage());
            return UNREADABLE;
        }
    }

    private int release(Path file, Optional<KernelConfig> config) {
        KernelImage image = KernelImage.open(file, folders);
        out.println(image.release());
        return missing(new CheckReport(image.toString(), KernelCheck.of(image, config)));
    }

    private int missing(CheckReport report) {
        errors.print(report.missing());
        return report.fits() ? FITS : DOES_NOT_FIT;
    }

    private int image(String name, Path file, Optional<KernelConfig> config) {
        try {
            KernelImage image = KernelImage.open(file, folders);
            String by = config.isPresent()
                    ? "its configuration"
                    : image.configuration().isPresent()
                            ? "the configuration it carries"
                            : "its symbols and types; it carries no configuration";
            return tell(new CheckReport(
                    "%s, Linux %s, by %s".formatted(name, image.release(), by), KernelCheck.of(image, config)));
        } catch (KernelImageException e) {
            String lacking = lacking(e);
            if (lacking == null) {
                throw e;
            }
            String seen = e.getMessage().lines().skip(1).findFirst().orElse("").replaceFirst("^ *found: ", "");
            return tell(new CheckReport(name, KernelCheck.ofUnreadable(lacking, seen, config.orElse(null))));
        }
    }

    /// The option whose absence an error speaks of.
    private static @Nullable String lacking(KernelImageException error) {
        return switch (error.problem()) {
            case NO_BTF -> "CONFIG_DEBUG_INFO_BTF";
            case NO_SYMBOLS -> "CONFIG_KALLSYMS_ALL";
            default -> null;
        };
    }

    private int tell(CheckReport report) {
        out.print(report.text());
        return report.fits() ? FITS : DOES_NOT_FIT;
    }

    /// The configuration in a file, plain or packed by gzip as `/proc/config.gz`; empty if it is something else.
    private static Optional<KernelConfig> configuration(Path file) throws IOException {
        if (Files.size(file) > LARGEST_CONFIG) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = text.readNBytes((int) LARGEST_CONFIG);
            }
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        // A kernel without compression holds such lines too, among bytes that no text has.
        return text.indexOf('\0') >= 0 ? Optional.empty() : KernelConfig.parse(text);
    }
}
