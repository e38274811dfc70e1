package org.schedlab.notebook.c;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.schedlab.notebook.cells.Suggestion;

/// What can stand at a place.
///
/// @param followed whether a comma stands behind the cursor already
record CSuggestions(CWorld world, boolean followed) {
    private static final int MOST = 300;
    private static final int MOST_TYPES = 100;

    /// The nearest first: locals, the cell's, the header's, the kernel's.
    List<Suggestion> at(CPlace place, String typed) {
        return switch (place) {
            case CPlace.Member member -> members(member, typed);
            case CPlace.Initialiser initialiser ->
                fitting(
                        world.members(initialiser.struct()).stream()
                                .map(each -> Suggestion.of(each.name(), initialised(initialiser.struct(), each)))
                                .toList(),
                        typed);
            case CPlace.TypeName type -> types(type.keyword(), typed);
            case CPlace.Callback _ -> callbacks(typed);
            case CPlace.Parameters parameters ->
                world.kernel()
                        .flatMap(_ -> new COps(world).parametersOf(parameters.callback()))
                        .filter(list -> list.startsWith(typed))
                        .map(list -> List.of(Suggestion.of(list, "the parameters of this callback")))
                        .orElseGet(() -> names(typed));
            case CPlace.Name _ -> names(typed);
        };
    }

    private List<Suggestion> members(CPlace.Member member, String typed) {
        String arrow = member.pointer() && member.connector().equals(".") ? "->" : "";
        return fitting(
                        world.members(member.struct()).stream()
                                .map(each -> Suggestion.of(each.name(), each.kind()))
                                .toList(),
                        typed)
                .stream()
                .map(each -> Suggestion.of(arrow + each.text(), each.kind()))
                .toList();
    }

    private String initialised(CType struct, CWorld.Member member) {
        return struct.base().equals(StructOps.OPS)
                ? new COps(world).signature(member.name()).orElse(member.kind())
                        + (member.declared() ? "" : "; " + CWorld.UNDECLARED)
                : member.kind();
    }

    /// Those that begin like this; if there is none, those that contain it.
    private static List<Suggestion> fitting(List<Suggestion> all, String typed) {
        List<Suggestion> found = limited(all, each -> each.text().startsWith(typed));
        return found.isEmpty() ? limited(all, each -> each.text().contains(typed)) : found;
    }

    private static List<Suggestion> limited(List<Suggestion> all, Predicate<Suggestion> fits) {
        return all.stream().filter(fits).limit(MOST).toList();
    }

    private List<Suggestion> types(String keyword, String typed) {
        Map<String, Suggestion> found = new LinkedHashMap<>();
        Stream.concat(world.own().all().stream(), world.headers().scheduler().all().stream())
                .filter(each -> each.kind() == Declared.Kind.TYPE && each.name().startsWith(keyword + " "))
                .map(each -> Suggestion.of(each.name().substring(keyword.length() + 1), keyword + ", declared"))
                .filter(each -> each.text().startsWith(typed))
                .forEach(each -> found.putIfAbsent(each.text(), each));
        world.kernel()
                .map(kernel -> kernel.btf().typesStartingWith(keyword + " " + typed, MOST_TYPES))
                .orElse(List.of())
                .forEach(type -> {
                    String name = type.substring(keyword.length() + 1);
                    found.putIfAbsent(name, Suggestion.of(name, "of the kernel; " + CWorld.UNDECLARED));
                });
        return List.copyOf(found.values());
    }

    /// The callback with its parameters, as the macro takes them.
    private List<Suggestion> callbacks(String typed) {
        COps ops = new COps(world);
        List<Suggestion> found = new ArrayList<>();
        for (CWorld.Member member : ops.all()) {
            int underscore = -1;
            do {
                underscore = typed.indexOf('_', underscore + 1);
                String beginning = typed.substring(underscore + 1);
                String prefix = underscore < 0 ? ops.prefix() : typed.substring(0, underscore + 1);
                boolean fits = underscore < 0 ? typed.isEmpty() : member.name().startsWith(beginning);
                if (fits) {
                    String parameters = ops.parameters(member.name())
                            .map(list -> ", " + list)
                            .orElse("");
                    found.add(Suggestion.of(
                            prefix + member.name() + (followed ? "" : parameters),
                            ops.signature(member.name()).orElse(member.kind())));
                    break;
                }
            } while (underscore >= 0);
        }
        return found;
    }

    private List<Suggestion> names(String typed) {
        Map<String, Suggestion> found = new LinkedHashMap<>();
        Stream.of(
                        world.locals().reversed().stream().map(each -> Suggestion.of(each.name(), each.text())),
                        world.own().all().stream().map(CSuggestions::declared),
                        world.headers().scheduler().all().stream()
                                .filter(each -> !typed.isEmpty() && !isHidden(each.name(), typed))
                                .map(CSuggestions::declared),
                        world.kernel().stream().flatMap(kernel -> functions(kernel, typed)),
                        world.headers().helpers().all().stream()
                                .filter(_ -> !typed.isEmpty())
                                .map(CSuggestions::declared),
                        world.kernel().stream().flatMap(kernel -> constants(kernel, typed)))
                .flatMap(each -> each)
                .filter(each -> each.text().startsWith(typed) && !each.text().contains(" "))
                .forEach(each -> found.putIfAbsent(each.text(), each));
        return found.values().stream().limit(MOST).toList();
    }

    private static boolean isHidden(String name, String typed) {
        return !typed.startsWith("_") && (name.startsWith("_") || name.startsWith("SCHEDLAB_"));
    }

    private static Suggestion declared(Declared each) {
        return Suggestion.of(each.name(), each.text());
    }

    private Stream<Suggestion> functions(CKernel kernel, String typed) {
        return kernel.functions().stream()
                .filter(each -> !typed.isEmpty() && each.name().startsWith(typed))
                .map(each -> Suggestion.of(each.name(), kernel.signature(each) + "; " + CWorld.UNDECLARED));
    }

    private static Stream<Suggestion> constants(CKernel kernel, String typed) {
        return typed.length() < 2
                ? Stream.empty()
                : kernel.constants(typed, MOST).stream()
                        .map(each -> Suggestion.of(each.text(), each.kind() + "; " + CWorld.UNDECLARED));
    }
}
