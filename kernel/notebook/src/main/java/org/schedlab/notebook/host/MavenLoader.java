package org.schedlab.notebook.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.Sha256;

/// Maven's resolver, in a class loader of its own that is made when it is first asked for: a kernel that never asks
/// opens none of its jars, and no library of its meets one of the kernel's or of a cell's. The jars lie inside
/// schedlab-maven's; they are copied into the cache folder. Thread-safe.
final class MavenLoader {
    private static final String CLASS = "org.schedlab.maven.Libraries";
    private static final String LIBRARIES = "libraries";

    private static @Nullable Function<Map<String, Object>, Map<String, Object>> loaded;

    private MavenLoader() {}

    /// Finds libraries; what it takes and gives stands in that class.
    static synchronized Function<Map<String, Object>, Map<String, Object>> libraries() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    @SuppressWarnings({"unchecked", "resource"}) // not closed: its classes are loaded as they are used
    private static Function<Map<String, Object>, Map<String, Object>> load() {
        try {
            Path home = home();
            List<URL> places = new ArrayList<>();
            places.add(home.toUri().toURL());
            for (Path jar : jars(home)) {
                places.add(jar.toUri().toURL());
            }
            ClassLoader loader =
                    new URLClassLoader("maven", places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            return (Function<Map<String, Object>, Map<String, Object>>)
                    loader.loadClass(CLASS).getConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("Maven's resolver cannot be made ready", e);
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IllegalStateException("the build left out Maven's resolver", e);
        }
    }

    /// The jar, or in a build the folder, that has the class.
    private static Path home() throws URISyntaxException, IOException {
        String name = CLASS.replace('.', '/') + ".class";
        URL place = MavenLoader.class.getClassLoader().getResource(name);
        if (place == null) {
            throw new IOException("there is no " + name);
        }
        String text = place.toString();
        return text.startsWith("jar:")
                ? Path.of(new URI(text.substring("jar:".length(), text.indexOf("!/"))))
                : Path.of(new URI(text.substring(0, text.length() - name.length())));
    }

    private static List<Path> jars(Path home) throws IOException {
        if (Files.isDirectory(home)) {
            return list(home.resolve(LIBRARIES));
        }
        Path kept = Folders.ofUser().cache("maven").resolve(hash(home).substring(0, 16));
        if (!Files.isDirectory(kept)) {
            Path unfinished = Files.createTempDirectory(kept.getParent(), "unfinished-");
            try (FileSystem inside = FileSystems.newFileSystem(home)) {
                for (Path jar : list(inside.getPath(LIBRARIES))) {
                    Files.copy(jar, unfinished.resolve(String.valueOf(jar.getFileName())));
                }
            }
            moved(unfinished, kept);
        }
        return list(kept);
    }

    /// Another kernel may have been quicker.
    private static void moved(Path unfinished, Path kept) throws IOException {
        try {
            Files.move(unfinished, kept);
        } catch (IOException e) {
            for (Path each : list(unfinished)) {
                Files.delete(each);
            }
            Files.delete(unfinished);
            if (!Files.isDirectory(kept)) {
                throw e;
            }
        }
    }

    private static String hash(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            return Sha256.of(in.readAllBytes());
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
