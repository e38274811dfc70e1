package org.schedlab.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which object files use what others define, as `nm` of binutils tells it.
final class ObjectFiles {
    private final Map<String, Set<String>> uses;

    private ObjectFiles(Map<String, Set<String>> uses) {
        this.uses = uses;
    }

    /// Reads object files; what none of them defines belongs to libraries and is left out.
    static ObjectFiles of(List<Path> files) throws IOException, InterruptedException {
        Map<String, String> definedIn = new TreeMap<>();
        Map<String, Set<String>> undefined = new TreeMap<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            undefined.put(name, new TreeSet<>());
            for (String line : symbols(file)) {
                String[] words = line.strip().split("\\s+", -1);
                String symbol = words[words.length - 1];
                String kind = words[words.length - 2];
                if (kind.equals("U")) {
                    undefined.get(name).add(symbol);
                } else if (Character.isUpperCase(kind.charAt(0))) {
                    definedIn.put(symbol, name);
                }
            }
        }
        Map<String, Set<String>> uses = new TreeMap<>();
        undefined.forEach((name, symbols) -> {
            Set<String> used = new TreeSet<>();
            symbols.stream().filter(definedIn::containsKey).map(definedIn::get).forEach(used::add);
            uses.put(name, used);
        });
        return new ObjectFiles(uses);
    }

    /// The other files that a file uses.
    Set<String> uses(String name) {
        return uses.getOrDefault(name, Set.of());
    }

    /// The files of one cycle in the order of use, the first once more at its end; empty if there is none.
    List<String> cycle() {
        Set<String> finished = new TreeSet<>();
        for (String name : uses.keySet()) {
            List<String> cycle = cycle(name, new ArrayList<>(), finished);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        return List.of();
    }

    private List<String> cycle(String name, List<String> path, Set<String> finished) {
        int before = path.indexOf(name);
        path.add(name);
        if (before >= 0) {
            return List.copyOf(path.subList(before, path.size()));
        }
        if (!finished.contains(name)) {
            for (String used : uses(name)) {
                List<String> cycle = cycle(used, path, finished);
                if (!cycle.isEmpty()) {
                    return cycle;
                }
            }
            finished.add(name);
        }
        path.removeLast();
        return List.of();
    }

    private static List<String> symbols(Path file) throws IOException, InterruptedException {
        Process nm = new ProcessBuilder("nm", file.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = nm.inputReader().lines().toList();
        if (nm.waitFor() != 0) {
            throw new IOException("nm " + file + ": " + String.join("\n", lines));
        }
        return lines;
    }
}
