package org.schedlab.vm.machine.internal.qemu;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QemuTest {
    private static final Path BINARY = Path.of("/usr/bin/qemu-system-x86_64");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void theInstalledOneIsNewEnough() {
        Qemu qemu = Qemu.find(null);

        assertThat(qemu.major() * 100 + qemu.minor()).isGreaterThanOrEqualTo(702);
        assertThat(qemu.version()).startsWith(qemu.major() + "." + qemu.minor());
    }

    @Test
    void readsDebiansVersions() {
        Qemu old = Qemu.parse(BINARY, "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright", "");
        Qemu later = Qemu.parse(BINARY, "QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1~bpo12+1)", "");

        assertThat(old.version()).isEqualTo("7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)");
        assertThat(old.pluginResource()).isEqualTo("rendezvous-1.so");
        assertThat(later.major()).isEqualTo(10);
        assertThat(later.pluginResource()).isEqualTo("rendezvous-2.so");
        assertThat(old.liveEmulation()).isEqualTo(Mode.TCG_ONE_THREAD);
        assertThat(later.liveEmulation()).isEqualTo(Mode.TCG_THREADS);
    }

    @Test
    void refusesOneThatIsTooOld() {
        assertThatThrownBy(() -> Qemu.parse(BINARY, "QEMU emulator version 7.1.0", ""))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("too old")
                .hasMessageContaining("7.1.0")
                .hasMessageContaining("7.2 and later");
    }

    @Test
    void takesTheOldestThatTheStatementOfSupportedVersionsNames() throws IOException {
        Properties stated = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../install/kernels.properties"))) {
            stated.load(file);
        }
        String oldest = stated.getProperty("OLDEST_QEMU");
        int minor = Integer.parseInt(oldest.substring(oldest.indexOf('.') + 1));

        assertThat(Qemu.parse(BINARY, "QEMU emulator version " + oldest + ".0", "")
                        .minor())
                .isEqualTo(minor);
        assertThatThrownBy(() -> Qemu.parse(BINARY, "QEMU emulator version 7." + (minor - 1) + ".9", ""))
                .hasMessageContaining("available: version " + oldest + " and later");
    }

    @Test
    void saysHowToInstallOneThatIsNotThere() {
        assertThatThrownBy(() -> Qemu.find(folder.resolve("qemu-system-x86_64")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no such file")
                .hasMessageContaining("sudo apt install qemu-system-x86");
    }

    @Test
    void refusesAProgramThatIsNoQemu() {
        assertThatThrownBy(() -> Qemu.find(Path.of("/bin/echo")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("/bin/echo is not QEMU")
                .hasMessageContaining("--version");
    }

    @Test
    void refusesAFileThatIsNoProgram() throws Exception {
        Path text = Files.writeString(folder.resolve("qemu"), "text");

        assertThatThrownBy(() -> Qemu.find(text)).hasMessageContaining("not executable");
    }

    @Test
    void oneWhoseVersionDoesNotComeIsNotWaitedForForEver() throws Exception {
        Path hanging = script("echo QEMU emulator version 7.2.22; exec sleep 1000");

        assertThatThrownBy(() -> Qemu.ask(hanging, Duration.ofMillis(300)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("timed out after 0.3 s waiting for '" + hanging + " --version' to end")
                .hasMessageContaining("SCHEDLAB_QEMU");
    }

    @Test
    void oneThatIsKilledIsSaidToBe() throws Exception {
        assertThatThrownBy(() -> Qemu.find(script("kill -SEGV $$")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("'--version' was killed by signal 11 (SIGSEGV");
    }

    private Path script(String body) throws IOException {
        Path script = Files.writeString(folder.resolve("qemu-script"), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
