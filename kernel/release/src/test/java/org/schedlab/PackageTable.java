package org.schedlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/// Which package uses which, and which libraries: as `ARCHITECTURE.md` says, or as the classes do.
///
/// @param uses by package, names without `org.schedlab.`
record PackageTable(Map<String, Set<String>> uses) {
    private static final String OURS = "org.schedlab.";
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|[^|]*\\| ([^|]*) \\|");

    /// The libraries by the names that the document gives them.
    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("com.fasterxml.", "Jackson"),
            Map.entry("com.google.gson.", "Gson"),
            Map.entry("org.zeromq.", "JeroMQ"),
            Map.entry("io.github.spencerpark.", "basekernel"),
            Map.entry("tech.tablesaw.", "Tablesaw"),
            Map.entry("org.apache.commons.statistics.", "commons-statistics"),
            Map.entry("org.jfree.", "JFreeChart"),
            Map.entry("jdk.jshell", "JShell"),
            Map.entry("com.sun.source.", "JShell"),
            Map.entry("com.github.luben.", "zstd"),
            Map.entry("net.jpountz.", "lz4"),
            Map.entry("org.tukaani.", "xz"),
            Map.entry("org.hipparchus.", "Hipparchus"),
            Map.entry("io.modelcontextprotocol.", "MCP SDK"),
            Map.entry("reactor.", "Reactor"),
            Map.entry("org.slf4j.", "slf4j"));

    static PackageTable written(Path document) {
        try {
            Map<String, Set<String>> rows = new TreeMap<>();
            for (String line : Files.readAllLines(document)) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    Set<String> names = new TreeSet<>();
                    for (String name : row.group(2).split(", ", -1)) {
                        if (!name.equals("–")) {
                            names.add(name.replace("`", ""));
                        }
                    }
                    rows.put(row.group(1), names);
                }
            }
            return new PackageTable(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + document, e);
        }
    }

    static PackageTable of(JavaClasses classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass each : classes) {
            Set<String> used = uses.computeIfAbsent(name(each).orElseThrow(), _ -> new TreeSet<>());
            each.getDirectDependenciesFromSelf()
                    .forEach(dependency -> name(dependency.getTargetClass().getBaseComponentType())
                            .ifPresent(used::add));
        }
        uses.forEach((own, used) -> used.remove(own));
        return new PackageTable(uses);
    }

    /// In what this one, of the code, is other than a written one; a line each.
    List<String> otherThan(PackageTable written) {
        List<String> lines = new ArrayList<>();
        Set<String> all = new TreeSet<>(uses.keySet());
        all.addAll(written.uses.keySet());
        for (String each : all) {
            Set<String> used = uses.get(each);
            Set<String> said = written.uses.get(each);
            if (said == null || used == null) {
                lines.add(each + (said == null ? " has no row" : " has a row and no code"));
                continue;
            }
            used.stream()
                    .filter(one -> !said.contains(one))
                    .forEach(one -> lines.add("%s uses %s, its row does not say so".formatted(each, one)));
            said.stream()
                    .filter(one -> !used.contains(one))
                    .forEach(one -> lines.add("%s does not use %s, its row says so".formatted(each, one)));
        }
        return lines;
    }

    private static Optional<String> name(JavaClass used) {
        String name = used.getPackageName();
        if (name.startsWith(OURS)) {
            return Optional.of(name.substring(OURS.length()));
        }
        return LIBRARIES.entrySet().stream()
                .filter(library -> used.getName().startsWith(library.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
