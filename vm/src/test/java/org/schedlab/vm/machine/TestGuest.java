package org.schedlab.vm.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.spec.MachineSpec;

/// The smallest guest, and the words of its mailbox.
final class TestGuest {
    static final Duration BOOT = Duration.ofMinutes(1);
    static final Duration PASS = Duration.ofSeconds(20);

    static final long NOTHING = 0;
    static final long WORK = 1;
    static final long PANIC = 2;
    static final long LEAVE = 3;
    static final long HANG = 4;
    static final long READ_FILE = 5;
    static final long PLACE = 6;
    static final long BACKGROUND = 7;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final long COMMAND = 0;
    private static final long ARGUMENT = 8;
    private static final long PASSES = 16;
    private static final long GUEST_NANOS = 24;
    private static final long RESULT = 32;
    private static final long FILE = 4096;

    private TestGuest() {}

    /// Folders whose cache outlives the test run, so that a machine is booted once, and a runtime
    /// folder of this JVM.
    static Folders folders() {
        Path runtime =
                Path.of("/dev/shm", "schedlab-it-" + ProcessHandle.current().pid());
        runtime.toFile().deleteOnExit();
        return new Folders(Path.of("target", "it-cache").toAbsolutePath(), runtime);
    }

    static MachineSpec spec(Folders folders) {
        Folders user = Folders.ofUser();
        KernelImage kernel = KernelImage.open(KernelImage.find(null, user), user);
        return MachineSpec.of(kernel.elf(), initramfs(folders))
                .withKernelSha256(kernel.sha256())
                .withMemoryBytes(MachineSpec.MIN_MEMORY);
    }

    /// One pass with a command.
    static void command(Machine machine, long command, long argument) {
        give(machine, command, argument);
        machine.thaw();
        machine.awaitFreeze(PASS);
    }

    /// Leaves a command for the guest's next pass.
    static void give(Machine machine, long command, long argument) {
        machine.mailbox().set(WORD, COMMAND, command);
        machine.mailbox().set(WORD, ARGUMENT, argument);
    }

    static long passes(Machine machine) {
        return machine.mailbox().get(WORD, PASSES);
    }

    static long guestNanos(Machine machine) {
        return machine.mailbox().get(WORD, GUEST_NANOS);
    }

    static long result(Machine machine) {
        return machine.mailbox().get(WORD, RESULT);
    }

    static String readFile(Machine machine, String path) {
        machine.mailbox().setString(FILE, path);
        command(machine, READ_FILE, 0);
        byte[] text =
                machine.mailbox().asSlice(FILE, Math.max(0, result(machine))).toArray(ValueLayout.JAVA_BYTE);
        return new String(text, StandardCharsets.UTF_8).strip();
    }

    private static Path initramfs(Folders folders) {
        try (InputStream init = TestGuest.class.getResourceAsStream("guest-init")) {
            if (init == null) {
                throw new IllegalStateException("guest-init was not built");
            }
            ByteArrayOutputStream archive = new ByteArrayOutputStream();
            entry(archive, "dev", 0040755, 0, new byte[0]);
            entry(archive, "dev/console", 0020600, 5, new byte[0]);
            entry(archive, "init", 0100755, 0, init.readAllBytes());
            entry(archive, "TRAILER!!!", 0, 0, new byte[0]);
            Path file = folders.cache("initramfs").resolve("machine-tests.cpio");
            byte[] bytes = archive.toByteArray();
            if (!Files.exists(file) || !java.util.Arrays.equals(Files.readAllBytes(file), bytes)) {
                Files.write(file, bytes);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An entry of a cpio archive in the format that the kernel calls newc
    /// (`Documentation/driver-api/early-userspace`).
    private static void entry(ByteArrayOutputStream archive, String name, int mode, int deviceMajor, byte[] content) {
        String header = "070701"
                + "%08x%08x%08x%08x%08x%08x%08x".formatted(archive.size(), mode, 0, 0, 1, 0, content.length)
                + "%08x%08x%08x%08x%08x%08x"
                        .formatted(0, 0, deviceMajor, deviceMajor == 0 ? 0 : 1, name.length() + 1, 0);
        archive.writeBytes((header + name + "\0").getBytes(StandardCharsets.US_ASCII));
        pad(archive);
        archive.writeBytes(content);
        pad(archive);
    }

    private static void pad(ByteArrayOutputStream archive) {
        while (archive.size() % 4 != 0) {
            archive.write(0);
        }
    }
}
