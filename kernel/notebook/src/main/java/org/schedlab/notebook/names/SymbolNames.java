package org.schedlab.notebook.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.vm.linux.DeclaredGlobals;
import org.schedlab.vm.symbols.Symbol;
import org.schedlab.vm.symbols.SymbolTable;

/// Symbols that begin with what was typed, or contain it when none does.
///
/// @param most how many are suggested
record SymbolNames(int most) {
    private static final String CODE = "tTwW";

    /// Variables: first those whose type is known, then other data, then code.
    List<Suggestion> globals(SymbolTable symbols, String typed) {
        List<Suggestion> found = new ArrayList<>(DeclaredGlobals.all().stream()
                .filter(global -> global.name().startsWith(typed)
                        && symbols.find(global.name()).isPresent())
                .map(global -> Suggestion.of(global.name(), global.type()))
                .toList());
        matching(symbols, typed)
                .sorted(Comparator.comparing(SymbolNames::isCode))
                .map(SymbolNames::suggestion)
                .filter(each -> found.stream().noneMatch(known -> known.text().equals(each.text())))
                .forEach(found::add);
        return found;
    }

    /// Variables and functions by name.
    List<Suggestion> all(SymbolTable symbols, String typed) {
        return matching(symbols, typed).map(SymbolNames::suggestion).toList();
    }

    private Stream<Symbol> matching(SymbolTable symbols, String typed) {
        List<String> names = symbols.startingWith(typed, most);
        return (names.isEmpty() ? symbols.containing(typed, most) : names)
                .stream().flatMap(name -> symbols.find(name).stream());
    }

    private static boolean isCode(Symbol symbol) {
        return CODE.indexOf(symbol.kind()) >= 0;
    }

    private static Suggestion suggestion(Symbol symbol) {
        String kind = isCode(symbol) ? "function" : "data";
        return Suggestion.of(symbol.name(), String.format(Locale.ROOT, "%s at %#x", kind, symbol.address()));
    }
}
