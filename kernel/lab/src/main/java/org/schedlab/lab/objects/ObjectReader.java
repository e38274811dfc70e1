package org.schedlab.lab.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.symbols.Symbol;

/// Reads objects with all that is in them, down to a depth and up to a number of parts. Pointers are told and not
/// followed. What cannot be read says so in its place. Used by one thread, while the guest stands.
final class ObjectReader {
    private static final String CPU_MASK = "struct cpumask";
    private static final int MOST_ELEMENTS = 8;
    private static final int MOST_TEXT = 64;

    private final KernelMemory memory;
    private final Btf btf;
    private int left;

    /// @param most how many parts there are at most, all together
    ObjectReader(KernelMemory memory, int most) {
        this.memory = memory;
        this.btf = memory.image().btf();
        this.left = most;
    }

    /// @param depth how many levels of parts; 0 for none
    ObjectNode read(String name, KernelObject object, int depth) {
        left--;
        String type = object.type().declaration();
        try {
            return switch (object.type().kind()) {
                case STRUCT, UNION -> composite(name, object, depth);
                case ARRAY -> array(name, object, depth);
                default -> ObjectNode.leaf(name, type, value(object));
            };
        } catch (LabException unreadable) {
            return ObjectNode.leaf(name, type, "(cannot be read)");
        }
    }

    private ObjectNode composite(String name, KernelObject object, int depth) {
        String type = object.type().declaration();
        Optional<String> whole = whole(object);
        if (whole.isPresent()) {
            return ObjectNode.leaf(name, type, whole.get());
        }
        List<MemberView> members = btf.members(object.type().typeId());
        if (depth == 0 || left <= 0) {
            return ObjectNode.leaf(name, type, "{" + (members.isEmpty() ? "" : " … ") + "}");
        }
        List<ObjectNode> parts = new ArrayList<>();
        for (MemberView each : members) {
            String bits = each.bitWidth() > 0 ? ":" + each.bitWidth() : "";
            parts.add(read(each.name() + bits, object.member(each.name()), depth - 1));
        }
        return new ObjectNode(name, type, "", parts);
    }

    /// What is told in one line though it is a struct: masks, empty lists, counters.
    private Optional<String> whole(KernelObject object) {
        List<MemberView> members = btf.members(object.type().typeId());
        String type = btf.cName(btf.strip(object.type().typeId()).id());
        if (type.equals(CPU_MASK)) {
            return Optional.of(cpus(object));
        }
        if (type.equals("struct list_head") && object.member("next").number() == object.address()) {
            return Optional.of("(empty list)");
        }
        if (members.size() == 1 && !members.getFirst().name().isEmpty()) {
            KernelObject only = object.member(members.getFirst().name());
            if (only.type().kind() != FieldType.Kind.ARRAY && isScalar(only)) {
                return Optional.of("{ ." + members.getFirst().name() + " = " + value(only) + " }");
            }
        }
        return Optional.empty();
    }

    private static String cpus(KernelObject mask) {
        String cpus = mask.cpus().stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
        return "CPUs {" + cpus + "}";
    }

    private static boolean isScalar(KernelObject object) {
        return switch (object.type().kind()) {
            case STRUCT, UNION, ARRAY -> false;
            default -> true;
        };
    }

    private ObjectNode array(String name, KernelObject object, int depth) {
        String type = object.type().declaration();
        long count = object.type().elementCount();
        if (count == 0) {
            return ObjectNode.leaf(name, type, "{}");
        }
        if (isText(object)) {
            return ObjectNode.leaf(name, type, quoted(object.text(MOST_TEXT)));
        }
        KernelObject first = object.element(0);
        long shown = Math.min(count, MOST_ELEMENTS);
        if (isScalar(first)) {
            List<String> values = new ArrayList<>();
            for (long index = 0; index < shown; index++) {
                values.add(value(object.element(index)));
            }
            return ObjectNode.leaf(name, type, "{ " + String.join(", ", values) + (shown < count ? ", … }" : " }"));
        }
        if (depth == 0 || left <= 0) {
            return ObjectNode.leaf(name, type, "{ … }");
        }
        List<ObjectNode> parts = new ArrayList<>();
        for (long index = 0; index < shown; index++) {
            parts.add(read("[" + index + "]", object.element(index), depth - 1));
        }
        if (shown < count) {
            parts.add(ObjectNode.leaf("", "", "… " + (count - shown) + " more elements"));
        }
        return new ObjectNode(name, type, "", parts);
    }

    /// Whether an array is of `char`.
    private boolean isText(KernelObject array) {
        return btf.strip(array.type().typeId()) instanceof BtfType.Array of
                && btf.cName(btf.strip(of.elementTypeId()).id()).equals("char");
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each == '"' || each == '\\') {
                quoted.append('\\').append((char) each);
            } else if (each < ' ' || each > '~') {
                quoted.append(String.format(Locale.ROOT, "\\x%02x", each & 0xff));
            } else {
                quoted.append((char) each);
            }
        });
        return quoted.append('"').toString();
    }

    /// A number as C writes it, with a name where it has one.
    String value(KernelObject object) {
        long number = object.number();
        return switch (object.type().kind()) {
            case POINTER -> pointer(object, number);
            case BOOLEAN -> number != 0 ? "true" : "false";
            case ENUM -> object.enumName().orElse("?") + " (" + number + ")";
            case CHARACTER -> number + (number >= ' ' && number <= '~' ? " '" + (char) number + "'" : "");
            default -> object.type().signed() ? Long.toString(number) : Long.toUnsignedString(number);
        };
    }

    private String pointee(KernelObject pointer) {
        return btf.strip(pointer.type().typeId()) instanceof BtfType.Pointer to
                ? btf.cName(btf.strip(to.typeId()).id())
                : "";
    }

    /// A pointer with the symbol that it leads to; one to characters or a CPU mask with these.
    private String pointer(KernelObject object, long address) {
        if (address == 0) {
            return "NULL";
        }
        String hex = "0x" + Long.toHexString(address);
        Optional<Symbol> symbol = memory.image().symbols().at(address);
        if (symbol.isPresent()) {
            return hex + " <" + symbol.get().name() + ">";
        }
        try {
            return switch (pointee(object)) {
                case "char" -> hex + " " + quoted(object.text(MOST_TEXT));
                case CPU_MASK -> hex + " " + cpus(object.dereference());
                default -> hex;
            };
        } catch (LabException unreadable) {
            return hex + " (cannot be read)";
        }
    }
}
