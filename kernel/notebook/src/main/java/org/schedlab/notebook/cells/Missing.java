package org.schedlab.notebook.cells;

import java.util.List;
import java.util.stream.Stream;

import jdk.jshell.SourceCodeAnalysis;

/// What might be meant by names that are not there.
final class Missing {
    private static final int MOST = 4;
    private static final List<String> OF_EVERY_OBJECT = List.of(
            "equals", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "clone", "finalize", "class");

    private final SourceCodeAnalysis analysis;

    Missing(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /// Behind the statement that these are missing: `; did you mean String?`,
    /// `; import java.net.http.HttpClient?`, or nothing.
    String hint(List<String> names) {
        List<String> imports = names.stream().flatMap(this::imports).toList();
        if (!imports.isEmpty()) {
            return "; import " + String.join(" or ", imports) + "?";
        }
        List<String> nearest =
                names.stream().flatMap(name -> nearest(name).stream()).toList();
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
    }

    /// The classes with exactly this name that an import would make known.
    Stream<String> imports(String name) {
        return Character.isUpperCase(name.charAt(0))
                ? ClassNames.get().named(name).stream().limit(MOST)
                : Stream.of();
    }

    /// Names that are known and close to this one.
    List<String> nearest(String name) {
        return Nearest.to(name, known(name.substring(0, 1)), MOST);
    }

    /// What could stand behind this text.
    List<String> known(String before) {
        return analysis.completionSuggestions(before, before.length(), new int[1]).stream()
                .map(suggestion -> suggestion.continuation().replaceFirst("[(].*", ""))
                .filter(name -> !OF_EVERY_OBJECT.contains(name))
                .distinct()
                .toList();
    }
}
