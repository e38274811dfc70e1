package org.schedlab.notebook.cells;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// The public top-level classes of the JDK that cells can use, by simple name. Immutable; made once, in
/// some 0.2 s of CPU time, when first asked for.
///
/// JShell's own index finds whole names only, and no class by the beginning of its name.
final class ClassNames {
    private static final AtomicReference<@Nullable CompletableFuture<ClassNames>> ONLY = new AtomicReference<>();

    private final TreeMap<String, List<String>> packages = new TreeMap<>();

    private final Set<String> exportedPackages = new HashSet<>();

    private ClassNames(Collection<String> modules) {
        ModuleFinder system = ModuleFinder.ofSystem();
        Configuration resolved = Configuration.empty().resolve(system, ModuleFinder.of(), modules);
        for (ResolvedModule each : resolved.modules()) {
            add(each.reference());
        }
    }

    /// The names, for whoever can wait for them.
    static ClassNames get() {
        CompletableFuture<ClassNames> mine = new CompletableFuture<>();
        CompletableFuture<ClassNames> first = ONLY.compareAndExchange(null, mine);
        if (first != null) {
            return first.join();
        }
        mine.completeAsync(() -> new ClassNames(Set.of(CellShell.MODULES.split(","))), Runnable::run);
        return mine.join();
    }

    /// The names, if they are there already.
    static Optional<ClassNames> ifReady() {
        CompletableFuture<ClassNames> made = ONLY.get();
        return made == null ? Optional.empty() : Optional.ofNullable(made.getNow(null));
    }

    /// The packages of these classes.
    Set<String> packages() {
        return exportedPackages;
    }

    private void add(ModuleReference module) {
        Set<String> exported = new HashSet<>();
        module.descriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .forEach(export -> exported.add(export.source()));
        exportedPackages.addAll(exported);
        try (ModuleReader reader = module.open();
                Stream<String> resources = reader.list()) {
            resources
                    .filter(name -> name.endsWith(".class") && name.indexOf('$') < 0)
                    .forEach(name -> add(name.substring(0, name.length() - ".class".length()), exported));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + module.descriptor().name(), e);
        }
    }

    private void add(String path, Set<String> exported) {
        int slash = path.lastIndexOf('/');
        String home = slash < 0 ? "" : path.substring(0, slash).replace('/', '.');
        if (exported.contains(home)) {
            packages.computeIfAbsent(path.substring(slash + 1), _ -> new ArrayList<>(1))
                    .add(home);
        }
    }

    /// The classes with exactly this simple name, those of `java` before all others.
    List<String> named(String simpleName) {
        return packages.getOrDefault(simpleName, List.of()).stream()
                .map(home -> home + "." + simpleName)
                .sorted(Comparator.comparingInt(ClassNames::rank))
                .filter(ClassNames::isPublic)
                .toList();
    }

    /// The classes whose simple names begin like this, at most so many.
    List<String> startingWith(String beginning, int most) {
        Map<String, List<String>> found = packages.subMap(beginning, true, beginning + Character.MAX_VALUE, true);
        return found.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(home -> home + "." + entry.getKey()))
                .sorted(Comparator.comparingInt(ClassNames::rank))
                .filter(ClassNames::isPublic)
                .limit(most)
                .toList();
    }

    private static int rank(String name) {
        return name.startsWith("java.") ? 0 : name.startsWith("javax.") ? 1 : 2;
    }

    private static boolean isPublic(String name) {
        try {
            return Modifier.isPublic(Class.forName(name, false, ClassLoader.getPlatformClassLoader())
                    .getModifiers());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
