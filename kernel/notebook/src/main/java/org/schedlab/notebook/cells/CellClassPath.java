package org.schedlab.notebook.cells;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/// Which classes this JVM's class path has, by package; their bytes come from its class loader.
/// Immutable.
///
/// javac itself opens every jar as a file system and walks it, which made the first cell a tenth of a
/// second slower.
final class CellClassPath {
    private static final String SUFFIX = ".class";

    private final Map<String, List<String>> simpleNames = new HashMap<>();

    private CellClassPath() {}

    /// Looks through the jars and folders of this JVM's class path.
    static CellClassPath read() {
        CellClassPath found = new CellClassPath();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            try {
                found.add(Path.of(entry));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot look through " + entry, e);
            }
        }
        return found;
    }

    private void add(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            try (Stream<Path> files = Files.walk(entry)) {
                files.map(file -> entry.relativize(file).toString()).forEach(this::add);
            }
        } else if (Files.exists(entry)) {
            try (ZipFile jar = new ZipFile(entry.toFile())) {
                jar.entries().asIterator().forEachRemaining(each -> add(each.getName()));
            }
        }
    }

    private void add(String file) {
        if (file.endsWith(SUFFIX)) {
            int slash = file.lastIndexOf('/');
            String packageName = slash < 0 ? "" : file.substring(0, slash).replace('/', '.');
            simpleNames
                    .computeIfAbsent(packageName, _ -> new ArrayList<>())
                    .add(file.substring(slash + 1, file.length() - SUFFIX.length()));
        }
    }

    /// The packages that have classes.
    Set<String> packages() {
        return simpleNames.keySet();
    }

    /// The class files of a package, those of the packages below it not among them.
    List<JavaFileObject> classes(String packageName) {
        String prefix = packageName.isEmpty() ? "" : packageName + ".";
        return simpleNames.getOrDefault(packageName, List.of()).stream()
                .<JavaFileObject>map(name -> new ClassFile(prefix + name))
                .toList();
    }

    /// A class file by the name of its class.
    static final class ClassFile extends SimpleJavaFileObject {
        private final String binaryName;

        private ClassFile(String binaryName) {
            super(URI.create("classpath:///" + binaryName.replace('.', '/') + SUFFIX), Kind.CLASS);
            this.binaryName = binaryName;
        }

        String binaryName() {
            return binaryName;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.CLASS
                    && binaryName.substring(binaryName.lastIndexOf('.') + 1).equals(simpleName);
        }

        @Override
        public InputStream openInputStream() throws IOException {
            String resource = binaryName.replace('.', '/') + SUFFIX;
            InputStream bytes = ClassLoader.getSystemResourceAsStream(resource);
            if (bytes == null) {
                throw new FileNotFoundException(resource);
            }
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ClassFile file && file.binaryName.equals(binaryName);
        }

        @Override
        public int hashCode() {
            return binaryName.hashCode();
        }
    }
}
