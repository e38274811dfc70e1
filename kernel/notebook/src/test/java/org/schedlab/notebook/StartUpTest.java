package org.schedlab.notebook;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.schedlab.notebook.machine.MachineMagics;

import static org.assertj.core.api.Assertions.assertThat;

/// What a cell may name by its simple name. Oracle: the compiler's own list of a package's classes.
class StartUpTest {
    private static final List<String> IMPORTS = StartUp.with(MachineMagics.imports());

    @Test
    void noSimpleNameIsAmbiguousInACell() throws IOException {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (String line : IMPORTS) {
            for (Class<?> type : imported(line)) {
                owners.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                        .add(type.getCanonicalName());
            }
        }
        // a name that an import tells by itself goes before those of whole packages
        Set<String> single = new HashSet<>();
        IMPORTS.stream()
                .filter(line -> !line.endsWith("*;"))
                .forEach(line -> single.add(line.substring(line.lastIndexOf('.') + 1, line.length() - 1)));
        owners.keySet().removeAll(single);
        assertThat(owners).containsKeys("Instant", "Duration", "MeasuredAt", "Work", "Table", "List");
        owners.values().removeIf(each -> each.size() < 2);
        assertThat(owners).isEmpty();
    }

    /// The types that an import makes known by their simple names.
    private static List<Class<?>> imported(String line) throws IOException {
        String what = line.replaceFirst("^import (static )?", "").replaceFirst("(\\.\\*)?;$", "");
        if (line.startsWith("import static ") && !line.endsWith(".*;")) {
            return List.of(); // a method alone
        }
        if (line.startsWith("import static ")) {
            return Stream.of(load(what).getDeclaredClasses())
                    .filter(StartUpTest::seen)
                    .toList();
        }
        return line.endsWith(".*;") ? publicTypes(what) : List.of(load(what));
    }

    private static List<Class<?>> publicTypes(String name) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        try (JavaFileManager files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            for (StandardLocation location :
                    List.of(StandardLocation.PLATFORM_CLASS_PATH, StandardLocation.CLASS_PATH)) {
                for (JavaFileObject file : files.list(location, name, Set.of(JavaFileObject.Kind.CLASS), false)) {
                    String binary = files.inferBinaryName(location, file);
                    if (!binary.contains("$") && !binary.endsWith("package-info")) {
                        types.add(load(binary));
                    }
                }
            }
        }
        types.removeIf(type -> !seen(type));
        assertThat(types).as(name).isNotEmpty();
        return types;
    }

    private static boolean seen(Class<?> type) {
        return Modifier.isPublic(type.getModifiers());
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, StartUpTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }
}
