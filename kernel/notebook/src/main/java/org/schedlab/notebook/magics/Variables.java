package org.schedlab.notebook.magics;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.notebook.cells.Nearest;
import org.schedlab.vm.LabException;

/// Java variables in the words of a magic: `$name` and `${name}`.
///
/// @param notebook that has them
record Variables(Notebook notebook) {
    private static final Pattern NAME = Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

    /// The text with values for names.
    ///
    /// @throws LabException if there is no such variable, naming the nearest
    String replaced(String text) {
        return replaced(text, name -> Optional.of(notebook.variable(name).orElseThrow(() -> unknown(name))));
    }

    private static String replaced(String text, Function<String, Optional<Object>> values) {
        return NAME.matcher(text).replaceAll(found -> {
            String name = Optional.ofNullable(found.group(1)).orElseGet(() -> found.group(2));
            return Matcher.quoteReplacement(
                    values.apply(name).map(String::valueOf).orElse(found.group()));
        });
    }

    private LabException unknown(String name) {
        List<String> names =
                notebook.variables().stream().map(Notebook.Variable::name).toList();
        List<String> nearest = Nearest.to(name, names, 3);
        return LabException.asked("$%s is no Java variable with a value".formatted(name))
                .available(String.join(", ", names))
                .remedy(
                        nearest.isEmpty()
                                ? "declare it in a cell; in single quotes a $ is a $"
                                : "$" + nearest.getFirst() + "?")
                .exception();
    }
}
