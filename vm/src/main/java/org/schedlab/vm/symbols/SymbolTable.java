package org.schedlab.vm.symbols;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.internal.NearestNames;
import org.schedlab.vm.symbols.internal.SymbolIndex;

/// All symbols linked into one kernel, in the order of `/proc/kallsyms` (ascending addresses).
/// Immutable, thread-safe; nothing to close. Names are decoded when asked for.
public final class SymbolTable {
    private static final int SUGGESTIONS = 5;

    private final SymbolIndex index;

    /// @param index tables made by this package's decoder or mapped from the cache
    public SymbolTable(SymbolIndex index) {
        this.index = index;
    }

    /// The number of symbols.
    public int size() {
        return index.size();
    }

    /// The symbol at a position of `/proc/kallsyms`, from 0.
    ///
    /// @throws IndexOutOfBoundsException if there is no such position
    public Symbol get(int position) {
        return new Symbol(index.name(position), index.address(position), index.kind(position));
    }

    /// The symbol of this name. Local functions may share a name: the one with the lowest address is
    /// returned; [#all(String)] gives them all.
    public Optional<Symbol> find(String name) {
        int rank = index.firstRank(name);
        return rank < size() && index.name(index.byName(rank)).equals(name)
                ? Optional.of(get(index.byName(rank)))
                : Optional.empty();
    }

    /// Every symbol of this name, ascending addresses; empty if there is none.
    public List<Symbol> all(String name) {
        List<Symbol> found = new ArrayList<>();
        for (int rank = index.firstRank(name);
                rank < size() && index.name(index.byName(rank)).equals(name);
                rank++) {
            found.add(get(index.byName(rank)));
        }
        return found;
    }

    /// The symbol of this name.
    ///
    /// @throws UnknownNameException with the nearest names if this kernel has none
    public Symbol require(String name) {
        return find(name)
                .orElseThrow(() -> new UnknownNameException(
                        "this kernel has no symbol '%s'".formatted(name),
                        name,
                        nearest(name, SUGGESTIONS),
                        "write a name that /proc/kallsyms of this kernel lists; static data that the compiler"
                                + " removed has no symbol"));
    }

    /// The symbol whose code or data holds this virtual address: the last one that starts at or
    /// before it. Of several that start together, the first in the order of `/proc/kallsyms`. Empty
    /// before the first symbol and after the last.
    public Optional<Symbol> covering(long address) {
        int position = index.lastAtOrBefore(address);
        if (position < 0) {
            return Optional.empty();
        }
        long start = index.address(position);
        boolean endsTheRegion = position == size() - 1 || (start >= 0) != (index.address(position + 1) >= 0);
        if (endsTheRegion && start != address) {
            return Optional.empty();
        }
        while (position > 0 && index.address(position - 1) == start) {
            position--;
        }
        return Optional.of(get(position));
    }

    /// The symbol that starts at this virtual address.
    public Optional<Symbol> at(long address) {
        return covering(address).filter(symbol -> symbol.address() == address);
    }

    /// Where the first symbol above this virtual address begins: there ends what begins here, at the latest.
    public Optional<Long> nextAbove(long address) {
        for (int position = index.lastAtOrBefore(address) + 1; position < size(); position++) {
            if (index.address(position) != address) {
                return Optional.of(index.address(position));
            }
        }
        return Optional.empty();
    }

    /// Names near to one that was mistyped, best first.
    public List<String> nearest(String name, int limit) {
        NearestNames nearest = new NearestNames(name);
        for (int position = 0; position < size(); position++) {
            nearest.consider(index.name(position));
        }
        return nearest.best(limit);
    }

    /// Names that begin with `prefix`, alphabetical, each once.
    public List<String> startingWith(String prefix, int limit) {
        List<String> found = new ArrayList<>();
        for (int rank = index.firstRank(prefix); rank < size() && found.size() < limit; rank++) {
            String name = index.name(index.byName(rank));
            if (!name.startsWith(prefix)) {
                break;
            }
            if (found.isEmpty() || !found.getLast().equals(name)) {
                found.add(name);
            }
        }
        return found;
    }

    /// Names that contain `part`, in the order of their addresses, each once.
    ///
    /// @param part not empty
    public List<String> containing(String part, int limit) {
        return index.containing(part, limit).stream()
                .map(index::name)
                .distinct()
                .toList();
    }
}
