package org.schedlab.notebook.c;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a C text declares outside of functions. Immutable.
///
/// @param all functions, variables, constants of enums, types and macros, in their order
/// @param structs the members of structs and unions by `struct NAME`; of those without a name by the name
///     that a typedef or a variable gives them
record CNames(List<Declared> all, Map<String, List<Declared>> structs) {
    CNames {
        all = List.copyOf(all);
        structs = Map.copyOf(structs);
    }

    static CNames of(String text) {
        return new CReader(CSource.of(text)).read();
    }

    Optional<Declared> find(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
