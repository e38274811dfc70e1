package org.schedlab.vm.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void lastLinesOfALongLog() throws IOException {
        Path file = Files.writeString(folder.resolve("console"), "one line\r\n".repeat(20_000) + "two\r\nthree\r\n");

        assertThat(new Console(file).lastLines(3)).containsExactly("one line", "two", "three");
    }

    @Test
    void findsThePanic() throws IOException {
        Path file = Files.writeString(
                folder.resolve("console"),
                "[ 1.0] fine\n[ 2.0] Kernel panic - not syncing: No working init found.\n[ 2.1] CPU: 0\n");

        assertThat(new Console(file).panic()).contains("No working init found.");
    }

    @Test
    void noFileIsAnEmptyConsole() {
        Console console = new Console(folder.resolve("none"));

        assertThat(console.lastLines(10)).isEmpty();
        assertThat(console.panic()).isEmpty();
    }

    @Test
    void staysReadableWhenTheFileIsGone() throws IOException {
        Path file = Files.writeString(folder.resolve("console"), "last words\n");
        Console console = new Console(file);
        console.keep();
        Files.delete(file);

        assertThat(console.lastLines(10)).containsExactly("last words");
    }

    @Test
    void isReadableForAThreadThatWasInterrupted() throws IOException {
        Path file = Files.writeString(folder.resolve("console"), "last words\n");
        Console console = new Console(file);
        Thread.currentThread().interrupt();

        assertThat(console.lastLines(10)).containsExactly("last words");

        assertThat(Thread.interrupted()).isTrue();
    }
}
