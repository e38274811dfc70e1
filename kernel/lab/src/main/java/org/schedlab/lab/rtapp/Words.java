package org.schedlab.lab.rtapp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// The words of one object of a file, each of which must be taken: what is left is not known, and refused. Confined to
/// one reading.
final class Words {
    private final Json.Obj object;
    private final String of;
    private final Map<String, Json> values = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    /// @param of what the object is, for messages, such as `a task`
    /// @param repeatable keys of which there may be more than one; they are no words
    Words(Json.Obj object, String of, Predicate<String> repeatable) {
        this.object = object;
        this.of = of;
        for (Json.Member member : object.members()) {
            if (!repeatable.test(member.key()) && values.put(member.key(), member.value()) != null) {
                throw member.place()
                        .refused(
                                "'%s' is there a second time".formatted(member.key()),
                                member.value().kind(),
                                "",
                                "keep one of them");
            }
        }
    }

    static Words of(Json value, String of) {
        return new Words(object(value, of), of, key -> false);
    }

    static Json.Obj object(Json value, String of) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw value.place().refused(of + " is an object", value.kind(), "", "write it as { … }");
    }

    @Nullable
    Json get(String key) {
        known.add(key);
        return values.get(key);
    }

    boolean has(String key) {
        return get(key) != null;
    }

    Json.Place place(String key) {
        return object.members().stream()
                .filter(member -> member.key().equals(key))
                .map(Json.Member::place)
                .findFirst()
                .orElse(object.place());
    }

    long number(String key, long least, long most, long otherwise) {
        Json value = get(key);
        return value == null ? otherwise : number(value, place(key), key, least, most);
    }

    static long number(Json value, Json.Place place, String key, long least, long most) {
        if (value instanceof Json.Whole whole && whole.number() >= least && whole.number() <= most) {
            return whole.number();
        }
        throw place.refused(
                "'%s' is a whole number".formatted(key),
                value.kind(),
                String.format(Locale.ROOT, "%d to %d", least, most),
                "change it");
    }

    String text(String key, String otherwise) {
        Json value = get(key);
        return value == null ? otherwise : text(value, place(key), key);
    }

    static String text(Json value, Json.Place place, String key) {
        if (value instanceof Json.Text text) {
            return text.text();
        }
        throw place.refused("'%s' is a text".formatted(key), value.kind(), "", "put it into quotation marks");
    }

    boolean bool(String key, boolean otherwise) {
        Json value = get(key);
        return switch (value) {
            case null -> otherwise;
            case Json.Bool bool -> bool.value();
            case Json.Whole whole when whole.number() == 0 || whole.number() == 1 -> whole.number() == 1;
            default -> throw place(key).refused("'%s' is true or false".formatted(key), value.kind(), "", "change it");
        };
    }

    /// Whole numbers of an array; empty if the key is not there.
    List<Integer> numbers(String key, int most) {
        Json value = get(key);
        List<Integer> numbers = new ArrayList<>();
        switch (value) {
            case null -> {}
            case Json.Array array ->
                array.values().forEach(each -> numbers.add((int) number(each, each.place(), key, 0, most)));
            default ->
                throw place(key).refused("'%s' is an array".formatted(key), value.kind(), "", "write it as [0, 1]");
        }
        return numbers;
    }

    /// Words that mean something to rt-app and nothing here.
    ///
    /// @return those that are there
    List<String> without(String... keys) {
        List<String> found = new ArrayList<>();
        for (String key : keys) {
            if (has(key)) {
                found.add(key);
            }
        }
        return found;
    }

    /// @param others what else there could be, for the message
    /// @throws org.schedlab.vm.LabException a word that nobody took; says where
    void requireAllKnown(List<String> others) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                List<String> all = new ArrayList<>(others);
                known.stream().sorted().forEach(all::add);
                throw place(key)
                        .refused(
                                "there is no '%s' in %s".formatted(key, of),
                                "'%s': %s".formatted(key, values.get(key).kind()),
                                String.join(", ", all),
                                "correct or remove it; nothing is skipped");
            }
        }
    }
}
