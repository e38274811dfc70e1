package org.schedlab.notebook.cells;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables that a text declares by its look: JShell completes their members, not their names.
final class LocalNames {
    private static final Pattern NO_CODE =
            Pattern.compile("//[^\n]*|/\\*.*?\\*/|\"(?:[^\"\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
    private static final Pattern DECLARED = Pattern.compile(
            "\\b(?!(?:new|return|throw|else|case|import|package|class|record|enum|interface|instanceof|yield|goto|assert)\\b)"
                    + "[A-Za-z_$][\\w.$]*(?:\\s*<[^;=(){}]*>)?(?:\\s*\\[\\s*])*\\s+([a-zA-Z_$][\\w$]*)\\s*(?=[=;:,)]|\\[)");
    private static final Pattern LAMBDA = Pattern.compile("\\(?((?:[\\w$]+\\s*,\\s*)*[\\w$]+)\\)?\\s*->");
    private static final Pattern TYPED = Pattern.compile("(?<![\\w$.\"])[A-Za-z_$][\\w$]*$");

    private LocalNames() {}

    /// Those that begin as the name at the end of the text does, unless that is a member.
    static List<Suggestion> completing(String text) {
        Matcher typed = TYPED.matcher(text);
        if (!typed.find()) {
            return List.of();
        }
        String code = NO_CODE.matcher(text.substring(0, typed.start())).replaceAll(" ");
        Set<String> names = new LinkedHashSet<>();
        DECLARED.matcher(code).results().forEach(found -> names.add(found.group(1)));
        LAMBDA.matcher(code)
                .results()
                .forEach(found -> names.addAll(List.of(found.group(1).split("\\s*,\\s*", -1))));
        return names.stream()
                .filter(name -> name.startsWith(typed.group()) && !name.equals(typed.group()))
                .map(name -> new Suggestion(name, "of this cell", true))
                .toList();
    }
}
