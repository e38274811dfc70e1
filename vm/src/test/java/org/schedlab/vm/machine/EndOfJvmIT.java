package org.schedlab.vm.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.Folders;
import org.schedlab.vm.machine.internal.qemu.RuntimeFolder;

import static org.assertj.core.api.Assertions.assertThat;

/// QEMU never outlives the JVM that started it.
@Tag("machine")
class EndOfJvmIT {
    /// What the child JVM does: a machine, frozen or running, its facts on standard output, then wait
    /// or leave.
    static final class Child {
        private Child() {}

        static void main(String[] arguments) throws Exception {
            Folders folders = TestGuest.folders();
            Machine machine =
                    Machine.bootOrRestore(TestGuest.spec(folders), folders, BootListener.SILENT, TestGuest.BOOT);
            if (arguments[0].equals("running")) {
                TestGuest.give(machine, TestGuest.HANG, 0);
                machine.thaw();
            }
            System.out.println(machine.pid());
            System.out.println(machine.ramFile().getParent());
            System.out.println(folders.runtime());
            if (!arguments[0].equals("leave")) {
                Thread.currentThread().join();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"frozen", "running"})
    void killedJvmTakesQemuWithIt(String how) throws Exception {
        Process child = start(how);
        Facts facts = facts(child);
        Optional<ProcessHandle> qemu = ProcessHandle.of(facts.qemu());
        assertThat(qemu).isPresent();

        child.destroyForcibly().waitFor();

        qemu.get().onExit().get(10, TimeUnit.SECONDS);
        assertThat(facts.folder()).exists();
        try (RuntimeFolder _ = RuntimeFolder.create(new Folders(facts.runtime(), facts.runtime()))) {
            assertThat(facts.folder()).doesNotExist();
        }
        Files.delete(facts.runtime());
    }

    @Test
    void jvmThatLeavesCleansUp() throws Exception {
        Process child = start("leave");
        Facts facts = facts(child);

        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(ProcessHandle.of(facts.qemu()).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(facts.folder()).doesNotExist();
    }

    private record Facts(long qemu, Path folder, Path runtime) {}

    private static Facts facts(Process child) throws IOException {
        BufferedReader output = child.inputReader();
        return new Facts(Long.parseLong(line(output)), Path.of(line(output)), Path.of(line(output)));
    }

    private static String line(BufferedReader output) throws IOException {
        String line = output.readLine();
        assertThat(line).as("what the child JVM prints").isNotNull();
        return line;
    }

    private static Process start(String how) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
