package org.schedlab.notebook.names;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;

/// The names in the enums of one kernel, sorted once it is asked for them. Thread-safe.
public final class EnumConstants {
    private static final long LARGE = 1L << 20;

    private record Constant(String name, String type, String value) {
        Suggestion suggestion() {
            return Suggestion.of(name, "%s = %s".formatted(type.isEmpty() ? "enum" : "enum " + type, value));
        }
    }

    private record Named(Btf btf, List<Constant> constants) {}

    private @Nullable Named latest;

    /// Those of one type; empty if it is no enum.
    static List<Suggestion> of(Btf btf, int typeId, String prefix) {
        return constants(btf.strip(typeId))
                .filter(each -> each.name().startsWith(prefix))
                .map(Constant::suggestion)
                .toList();
    }

    /// Those of all types, by name.
    public List<Suggestion> startingWith(Btf btf, String prefix, int limit) {
        List<Constant> values = all(btf);
        return values.subList(firstFrom(values, prefix), values.size()).stream()
                .takeWhile(value -> value.name().startsWith(prefix))
                .limit(limit)
                .map(Constant::suggestion)
                .toList();
    }

    private static int firstFrom(List<Constant> values, String name) {
        int low = 0;
        int high = values.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values.get(middle).name().compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private synchronized List<Constant> all(Btf btf) {
        Named known = latest;
        if (known == null || !known.btf().equals(btf)) {
            known = new Named(btf, collect(btf));
            latest = known;
        }
        return known.constants();
    }

    private static List<Constant> collect(Btf btf) {
        return btf.enums().stream()
                .map(btf::type)
                .flatMap(EnumConstants::constants)
                .sorted(Comparator.comparing(Constant::name))
                .toList();
    }

    private static Stream<Constant> constants(BtfType type) {
        return type instanceof BtfType.Enumerated enumerated
                ? enumerated.values().stream()
                        .map(value -> new Constant(value.name(), enumerated.name(), text(enumerated, value)))
                : Stream.empty();
    }

    private static String text(BtfType.Enumerated type, BtfType.EnumValue value) {
        return type.signed() || (value.value() >= 0 && value.value() < LARGE)
                ? Long.toString(value.value())
                : String.format(Locale.ROOT, "%#x", value.value());
    }
}
