package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jdk.jshell.SourceCodeAnalysis;

/// What can stand at a cursor in Java: what JShell knows there, and what it does not look for, packages of
/// imports, the names behind `Type::`, and classes that are not imported.
final class Completion {
    private static final Pattern IMPORT = Pattern.compile("import\\s+(?:static\\s+)?((?:\\w+\\.)*)(\\w*)");
    private static final Pattern REFERENCE = Pattern.compile("((?:\\w+\\.)*\\w+)::(\\w*)$");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.$\"])[A-Za-z_$][\\w$]*$");
    private static final int SHORTEST_OF_CLASS = 3;
    private static final int MOST_CLASSES = 20;

    private final SourceCodeAnalysis analysis;
    private final Stream<String> packages;

    /// @param packages those that an import can name
    Completion(SourceCodeAnalysis analysis, Stream<String> packages) {
        this.analysis = analysis;
        this.packages = packages;
    }

    /// @param text a cell, of which what follows the cursor is not looked at
    Suggestions at(String text, int cursor) {
        List<Piece> pieces = Piece.split(text.substring(0, cursor), analysis);
        int from = pieces.isEmpty() ? 0 : pieces.getLast().start();
        String code = text.substring(from, cursor);
        List<Piece> above = pieces.isEmpty() ? List.of() : pieces.subList(0, pieces.size() - 1);
        Matcher imports = IMPORT.matcher(code);
        Matcher reference = REFERENCE.matcher(code);
        if (imports.matches()) {
            Suggestions known = known("", code, cursor);
            return joined(packages(imports.group(1), imports.group(2)), known, imports.group(2), cursor);
        }
        CellDraft draft = CellDraft.of(above, code);
        if (reference.find()) {
            return references(draft.before(), reference, cursor);
        }
        Suggestions known = known(draft.before(), code, cursor);
        Matcher name = NAME.matcher(code);
        if (!name.find()) {
            return known;
        }
        Suggestions named = joined(LocalNames.completing(text.substring(0, cursor)), known, name.group(), cursor);
        return withClasses(named, name.group(), cursor);
    }

    /// These before those, each text once.
    private static Suggestions joined(List<Suggestion> first, Suggestions second, String typed, int cursor) {
        List<Suggestion> all = new ArrayList<>(first);
        Set<String> texts = new HashSet<>();
        first.forEach(each -> texts.add(each.text()));
        second.list().stream().filter(each -> texts.add(each.text())).forEach(all::add);
        return first.isEmpty() ? second : new Suggestions(all, cursor - typed.length(), cursor);
    }

    private Suggestions known(String before, String code, int cursor) {
        int[] anchor = new int[1];
        String whole = before + code;
        Set<String> seen = new HashSet<>(CellDraft.NAMES);
        List<Suggestion> found = analysis.completionSuggestions(whole, whole.length(), anchor).stream()
                .map(each -> new Suggestion(each.continuation(), kind(each.continuation()), each.matchesType()))
                .sorted(Comparator.comparing((Suggestion each) -> !each.likely()))
                .filter(each -> seen.add(each.text()))
                .toList();
        return found.isEmpty()
                ? Suggestions.none(cursor)
                : new Suggestions(found, cursor - (whole.length() - anchor[0]), cursor);
    }

    private static String kind(String continuation) {
        return continuation.contains("(") ? "function" : "";
    }

    /// The next parts of the packages that begin like this.
    private List<Suggestion> packages(String parents, String beginning) {
        return packages.filter(name -> name.startsWith(parents + beginning) && name.length() > parents.length())
                .map(name -> name.substring(parents.length()))
                .map(name -> name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.')) + ".")
                .distinct()
                .sorted()
                .map(name -> Suggestion.of(name, "package"))
                .toList();
    }

    /// The methods of a type or of an object.
    private Suggestions references(String before, Matcher reference, int cursor) {
        String owner = reference.group(1);
        String beginning = reference.group(2);
        Set<String> names = new HashSet<>();
        boolean isType = Character.isUpperCase(owner.charAt(owner.lastIndexOf('.') + 1));
        for (String receiver : isType ? List.of(owner, "((" + owner + ") null)") : List.of(owner)) {
            known(before, receiver + "." + beginning, cursor).list().stream()
                    .filter(each -> each.text().contains("("))
                    .forEach(each ->
                            names.add(each.text().substring(0, each.text().indexOf('('))));
        }
        if (isType && "new".startsWith(beginning)) {
            names.add("new");
        }
        List<Suggestion> list = names.stream()
                .sorted()
                .map(name -> Suggestion.of(name, "function"))
                .toList();
        return new Suggestions(list, cursor - beginning.length(), cursor);
    }

    /// Adds the classes that begin like the name at the cursor and that nothing has imported, with their
    /// packages, so that they can be used as they are.
    private static Suggestions withClasses(Suggestions known, String name, int cursor) {
        if (name.length() < SHORTEST_OF_CLASS || !Character.isUpperCase(name.charAt(0))) {
            return known;
        }
        Set<String> there = new HashSet<>();
        known.list().forEach(each -> there.add(each.text().replaceFirst("[(<].*", "")));
        List<Suggestion> more = ClassNames.ifReady().stream()
                .flatMap(names -> names.startingWith(name, MOST_CLASSES).stream())
                .filter(each -> !there.contains(each.substring(each.lastIndexOf('.') + 1)))
                .filter(each -> known.list().isEmpty() || each.startsWith("java."))
                .map(each -> Suggestion.of(each, "import " + each))
                .toList();
        return more.isEmpty()
                ? known
                : new Suggestions(
                        Stream.concat(known.list().stream(), more.stream()).toList(), cursor - name.length(), cursor);
    }
}
