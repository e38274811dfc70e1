package org.schedlab.guest.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// The oracle is `ldd`, which asks the loader itself.
class LibrariesTest {
    private static final Pattern LIBRARY = Pattern.compile("\\s*(\\S+) => (/\\S+) \\(0x.*");
    private static final Pattern LOADER = Pattern.compile("\\s*(/\\S+) \\(0x.*");

    static Stream<Path> programs() {
        return Stream.concat(
                        Stream.of(Fixture.named("third-party"), Fixture.named("witness")),
                        Stream.of("bash", "ls", "clang-16", "qemu-system-x86_64", "python3", "git", "bpftool")
                                .flatMap(name ->
                                        Stream.of("/usr/bin", "/usr/sbin").map(folder -> Path.of(folder, name))))
                .filter(Files::exists)
                .filter(path -> !isScript(path));
    }

    private static boolean isScript(Path path) {
        try (var stream = Files.newInputStream(path)) {
            return stream.read() == '#';
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theLibrariesAreThoseOfLdd(Path program) throws Exception {
        String said = output("ldd", program.toString());
        Map<String, Path> libraries = new LinkedHashMap<>();
        String loader = "";
        for (String line : said.lines().toList()) {
            Matcher library = LIBRARY.matcher(line);
            Matcher ld = LOADER.matcher(line);
            if (library.matches()) {
                libraries.put(library.group(1), Path.of(library.group(2)));
            } else if (ld.matches()) {
                loader = ld.group(1);
            }
        }

        Libraries.Found found = Libraries.of(program, "");

        assertThat(found.libraries()).isNotEmpty().containsExactlyInAnyOrderEntriesOf(libraries);
        assertThat(found.loader().map(Path::toString)).contains(loader);
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    @Test
    void aStaticProgramNeedsNothing() {
        assertThat(Libraries.of(Fixture.named("witness-static"), "").files()).isEmpty();
    }

    @Test
    void runpathAndOriginAreLookedInFirst(@TempDir Path folder) throws Exception {
        Path library = compile(folder, "lib/libtiny.so", "int tiny(void) { return 7; }", "-shared", "-fPIC");
        Path program = compile(
                folder,
                "bin/uses",
                "int tiny(void); int main(void) { return tiny(); }",
                "-L" + library.getParent(),
                "-ltiny",
                "-Wl,-rpath,$ORIGIN/../lib");

        Map<String, Path> found = Libraries.of(program, "").libraries();

        Path tiny = Objects.requireNonNull(found.get("libtiny.so"));
        assertThat(tiny.toRealPath()).isEqualTo(library.toRealPath());
        assertThat(output("ldd", program.toString())).contains("libtiny.so => " + tiny);
    }

    @Test
    void aLibraryThatIsMissingIsNamedWithEveryPlace(@TempDir Path folder) throws Exception {
        Path library = compile(folder, "libtiny.so", "int tiny(void) { return 7; }", "-shared", "-fPIC");
        Path program = compile(
                folder,
                "uses",
                "int tiny(void); int main(void) { return tiny(); }",
                "-L" + library.getParent(),
                "-ltiny",
                "-Wl,-rpath,/nowhere/at/all");
        Files.delete(library);

        assertThat(output("ldd", program.toString())).contains("libtiny.so => not found");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Libraries.of(program, "/given/folder"))
                .withMessageContaining(program + " needs the shared library libtiny.so, which was not found")
                .withMessageContainingAll(
                        "/given/folder/libtiny.so",
                        "/nowhere/at/all/libtiny.so",
                        "/etc/ld.so.cache (has no libtiny.so)",
                        "/lib/x86_64-linux-gnu/libtiny.so",
                        "/usr/lib/libtiny.so")
                .withMessageContaining("withEnvironment(\"LD_LIBRARY_PATH\", folder)");

        Path elsewhere = compile(folder, "given/libtiny.so", "int tiny(void) { return 8; }", "-shared", "-fPIC");
        assertThat(Libraries.of(program, folder.resolve("given").toString()).libraries())
                .containsEntry("libtiny.so", elsewhere);
    }

    private static Path compile(Path folder, String name, String text, String... options) throws Exception {
        Path source = folder.resolve("source.c");
        Path target = folder.resolve(name);
        Files.createDirectories(target.getParent());
        Files.writeString(source, text);
        List<String> command = Stream.concat(
                        Stream.of("clang-16", source.toString(), "-o", target.toString()), Arrays.stream(options))
                .toList();
        assertThat(output(command.toArray(String[]::new))).isEmpty();
        return target;
    }

    @Test
    void whatIsNoProgramIsRefusedByWhatItIs(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
        Path text = Files.writeString(folder.resolve("text"), "hello, world");
        byte[] other = Files.readAllBytes(Fixture.named("witness"));
        other[18] = (byte) 183;
        Path foreign = Files.write(folder.resolve("foreign"), other);
        byte[] whole = Files.readAllBytes(Fixture.named("witness"));
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, 1000));
        Path library = Objects.requireNonNull(
                Libraries.of(Fixture.named("third-party"), "").libraries().get("libz.so.1"));

        refuses(script, "script is not an ELF file but a script (it begins with #!)");
        refuses(text, "text is not an ELF file");
        refuses(foreign, "foreign is an ELF file for another machine (64 bit, e_machine 183), not for x86-64");
        refuses(cut, "cut is a damaged ELF file: it points outside of its 1,000 bytes");
        refuses(library, "a shared library, which cannot be started");
        refuses(folder.resolve("absent"), "absent is not there");
    }

    @Test
    void aMissingLoaderIsNamed(@TempDir Path folder) throws Exception {
        Path program = compile(
                folder, "odd", "int main(void) { return 0; }", "-Wl,--dynamic-linker=/lib/ld-of-another-world.so");

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Libraries.of(program, ""))
                .withMessageContaining(program + " asks for the loader /lib/ld-of-another-world.so")
                .withMessageContaining("/lib/ld-of-another-world.so is not there");
    }

    private static void refuses(Path file, String reason) {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Libraries.of(file, ""))
                .withMessageContaining(reason);
    }
}
