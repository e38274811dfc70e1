package org.schedlab.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;

/// The repository's Java sources, parsed: what documents are made from. Immutable.
final class JavaSources {
    private final DocTrees comments;
    private final Map<String, CompilationUnitTree> unitByClass;

    private JavaSources(DocTrees comments, Map<String, CompilationUnitTree> unitByClass) {
        this.comments = comments;
        this.unitByClass = unitByClass;
    }

    /// Parses the main sources of all modules.
    ///
    /// @param repository the folder with the modules in it
    static JavaSources parse(Path repository) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources = Stream.of(
                            "vm",
                            "guest",
                            "kernel/lab",
                            "kernel/experiments",
                            "kernel/hunt",
                            "kernel/notebook",
                            "kernel/benchmark")
                    .map(module -> repository.resolve(module).resolve("src/main/java"))
                    .flatMap(JavaSources::javaFiles)
                    .toList();
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            Map<String, CompilationUnitTree> units = new TreeMap<>();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                String name = file.getFileName().toString().replaceFirst("\\.java$", "");
                units.put(unit.getPackageName() + "." + name, unit);
            }
            return new JavaSources(DocTrees.instance(task), units);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DocTrees comments() {
        return comments;
    }

    /// The parsed file of a top-level class.
    Optional<CompilationUnitTree> unit(String qualifiedName) {
        return Optional.ofNullable(unitByClass.get(qualifiedName));
    }

    /// All files by the name of their class, in the order of the names.
    Map<String, CompilationUnitTree> units() {
        return unitByClass;
    }
}
