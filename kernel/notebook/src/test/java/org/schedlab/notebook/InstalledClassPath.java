package org.schedlab.notebook;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.schedlab.vm.Sha256;

/// The class path of this test as an installed kernel has it: jars only, and an AOT cache made by
/// `install/train.py`. With it a kernel that boots a machine takes about half the CPU time.
///
/// Made once for each content of the class path, by the first of the JVMs that run tests.
///
/// @param entries of `-cp`
/// @param aotCache may not be there: then the kernel starts without
record InstalledClassPath(String entries, Path aotCache) {
    private static final Path FOLDER = Path.of("target/installed").toAbsolutePath();
    private static final Path TRAIN = Path.of("../../install/train.py").toAbsolutePath();
    private static final long TRAIN_SECONDS = 120;

    /// That of this JVM.
    ///
    /// @param flags that every kernel is started with
    static InstalledClassPath make(List<String> flags) throws IOException {
        Files.createDirectories(FOLDER);
        try (FileChannel lock =
                FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Held until the channel is closed.
            Objects.requireNonNull(lock.lock());
            List<String> entries = new ArrayList<>();
            for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path entry = Path.of(each);
                if (Files.isDirectory(entry)) {
                    entries.add(jar(entry).toString());
                } else if (Files.exists(entry)) {
                    entries.add(each);
                }
            }
            String classPath = String.join(File.pathSeparator, entries);
            Path cache = FOLDER.resolve(key(entries, flags) + ".aot");
            if (Files.notExists(cache)) {
                train(cache, classPath, flags);
            }
            return new InstalledClassPath(classPath, cache);
        }
    }

    /// The folder as a jar, made again when a file in it is newer.
    private static Path jar(Path folder) throws IOException {
        Path jar = FOLDER.resolve(shortHash(folder.toAbsolutePath().toString()) + ".jar");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        if (Files.exists(jar) && !anyIsNewer(files, jar)) {
            return jar;
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Path file : files) {
                entries.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }

    private static boolean anyIsNewer(List<Path> files, Path than) throws IOException {
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0) {
                return true;
            }
        }
        return false;
    }

    private static String key(List<String> entries, List<String> flags) throws IOException {
        StringBuilder all = new StringBuilder(String.join(" ", flags)).append(Runtime.version());
        for (String entry : entries) {
            all.append(entry).append(Files.getLastModifiedTime(Path.of(entry))).append(Files.size(Path.of(entry)));
        }
        return shortHash(all.toString());
    }

    private static String shortHash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    private static void train(Path cache, String classPath, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", TRAIN.toString(), cache.toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        Path log = FOLDER.resolve("train.log");
        Process training = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!training.waitFor(TRAIN_SECONDS, TimeUnit.SECONDS) || Files.notExists(cache)) {
                System.err.println("kernels under test start without an AOT cache, see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly();
        }
    }
}
