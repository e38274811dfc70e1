package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.schedlab.vm.internal.NearestNames;

/// Finds types by C name in ids that are sorted by name.
///
/// @param names see [BtfIndex#namedTypes()]
record NamedTypes(BtfReader reader, SortedNames names) {
    NamedTypes(BtfReader reader, MemorySegment ids) {
        this(reader, new SortedNames(reader, ids));
    }

    /// The first type of a C name, with or without `struct`, `union` or `enum` in front.
    public OptionalInt find(String cName) {
        Question question = Question.of(cName);
        String wanted = question.name();
        for (int rank = names.firstRank(wanted); names.isNamed(rank, wanted); rank++) {
            if (question.allows(reader.kind(id(rank)))) {
                return OptionalInt.of(id(rank));
            }
        }
        return OptionalInt.empty();
    }

    /// C names that begin with `prefix`.
    public List<String> startingWith(String prefix, int limit) {
        Question question = Question.of(prefix);
        List<String> found = new ArrayList<>();
        int rank = names.firstRank(question.name());
        for (; rank < count() && found.size() < limit; rank++) {
            String name = reader.name(id(rank));
            if (!name.startsWith(question.name())) {
                break;
            }
            String cName = cName(rank);
            if (question.allows(reader.kind(id(rank))) && !found.contains(cName)) {
                found.add(cName);
            }
        }
        return found;
    }

    /// C names near to a mistyped one.
    public List<String> nearest(String cName, int limit) {
        Question question = Question.of(cName);
        List<String> allowed = new ArrayList<>();
        for (int rank = 0; rank < count(); rank++) {
            if (question.allows(reader.kind(id(rank)))) {
                allowed.add(reader.name(id(rank)));
            }
        }
        return NearestNames.of(question.name(), allowed, limit).stream()
                .map(name -> cName(firstRank(question, name)))
                .toList();
    }

    private int firstRank(Question question, String name) {
        int rank = names.firstRank(name);
        while (!question.allows(reader.kind(id(rank)))) {
            rank++;
        }
        return rank;
    }

    private String cName(int rank) {
        String name = reader.name(id(rank));
        return switch (reader.kind(id(rank))) {
            case STRUCT -> "struct " + name;
            case UNION -> "union " + name;
            case ENUM, ENUM64 -> "enum " + name;
            default -> name;
        };
    }

    private int count() {
        return names.count();
    }

    private int id(int rank) {
        return names.id(rank);
    }

    /// A name and the keyword in front of it, empty if there is none.
    private record Question(String keyword, String name) {
        static Question of(String cName) {
            String text = cName.stripLeading();
            for (String keyword : List.of("struct", "union", "enum")) {
                if (text.startsWith(keyword + " ")) {
                    return new Question(
                            keyword, text.substring(keyword.length()).stripLeading());
                }
            }
            return new Question("", text);
        }

        boolean allows(BtfKind kind) {
            return switch (keyword) {
                case "struct" -> kind == BtfKind.STRUCT;
                case "union" -> kind == BtfKind.UNION;
                case "enum" -> kind == BtfKind.ENUM || kind == BtfKind.ENUM64;
                default -> true;
            };
        }
    }
}
