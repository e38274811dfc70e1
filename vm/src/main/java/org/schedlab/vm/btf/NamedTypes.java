package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.schedlab.vm.internal.NearestNames;

/// Finds types by C name in ids that are sorted by name.
///
/// @param ids u32 each, see [BtfIndex#namedTypes()]
record NamedTypes(BtfReader reader, MemorySegment ids) {

    /// The first type of a C name, with or without `struct`, `union` or `enum` in front.
    public OptionalInt find(String cName) {
        Question question = Question.of(cName);
        byte[] wanted = question.name().getBytes(StandardCharsets.ISO_8859_1);
        for (int rank = firstRank(wanted); rank < count() && reader.compare(nameStart(rank), wanted) == 0; rank++) {
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
        int rank = firstRank(question.name().getBytes(StandardCharsets.ISO_8859_1));
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
        List<String> names = new ArrayList<>();
        for (int rank = 0; rank < count(); rank++) {
            if (question.allows(reader.kind(id(rank)))) {
                names.add(reader.name(id(rank)));
            }
        }
        return NearestNames.of(question.name(), names, limit).stream()
                .map(name -> cName(firstRank(question, name)))
                .toList();
    }

    private int firstRank(Question question, String name) {
        int rank = firstRank(name.getBytes(StandardCharsets.ISO_8859_1));
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

    private int firstRank(byte[] wanted) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (reader.compare(nameStart(middle), wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int count() {
        return (int) (ids.byteSize() / 4);
    }

    private int id(int rank) {
        return ids.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * rank);
    }

    private int nameStart(int rank) {
        return reader.nameStart(id(rank));
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
