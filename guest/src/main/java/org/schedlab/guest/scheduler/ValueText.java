package org.schedlab.guest.scheduler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.FieldValue;

/// Values of BPF variables and maps as numbers and as text. Stateless.
public final class ValueText {
    private static final int SHOWN_ELEMENTS = 8;
    /// An array whose elements are long themselves ends sooner, after the first that crosses this.
    private static final int SHOWN_CHARACTERS = 96;

    private ValueText() {}

    /// A type's name in C without the qualifiers that say where a variable stands.
    static String typeName(Btf btf, int typeId) {
        return btf.cName(typeId).replaceAll("\\b(const|volatile) ", "");
    }

    /// A number of up to 64 bits: sign-extended if its type is signed, else zero-extended.
    ///
    /// @param type a type that [FieldReader#isNumber(FieldType)]
    /// @param bytes as many as the type has, little-endian
    public static long number(FieldType type, byte[] bytes) {
        byte[] word = Arrays.copyOf(bytes, Long.BYTES);
        long whole = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int above = Long.SIZE - type.bitOffset() - type.bitWidth();
        int down = Long.SIZE - type.bitWidth();
        return type.signed() ? whole << above >> down : whole << above >>> down;
    }

    /// A value as text: `{own=3, stolen=0}` for a struct, `[0, 0, 1, 1]` for an array, of a long one
    /// the beginning.
    ///
    /// @param bytes as many as the type has
    public static String of(Btf btf, FieldType type, byte[] bytes) {
        if (FieldReader.isNumber(type)) {
            return FieldValue.text(type, number(type, bytes));
        }
        return switch (type.kind()) {
            case ARRAY -> array(btf, type, bytes);
            case STRUCT, UNION -> struct(btf, type, bytes);
            default -> FieldValue.text(type, bytes);
        };
    }

    private static String array(Btf btf, FieldType type, byte[] bytes) {
        FieldType element = btf.fieldType(((BtfType.Array) btf.strip(type.typeId())).elementTypeId());
        if (element.kind() == FieldType.Kind.CHARACTER) {
            return FieldValue.text(type, bytes);
        }
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < type.elementCount(); i++) {
            text.append(i == 0 ? "" : ", ");
            if (i == SHOWN_ELEMENTS || text.length() > SHOWN_CHARACTERS) {
                return text.append("…]").toString();
            }
            text.append(of(btf, element, part(bytes, (long) i * element.byteSize(), element)));
        }
        return text.append("]").toString();
    }

    private static String struct(Btf btf, FieldType type, byte[] bytes) {
        return members(btf, type.typeId()).stream()
                .map(member -> member.text() + "=" + of(btf, member.type(), part(bytes, member)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /// The members of a struct or union as paths, in their order; none for other types.
    public static List<FieldPath> members(Btf btf, int typeId) {
        return btf.strip(typeId) instanceof BtfType.Composite
                ? btf.members(typeId).stream()
                        .map(MemberView::name)
                        .map(name -> btf.path(typeId, name))
                        .toList()
                : List.of();
    }

    /// The bytes of a member.
    public static byte[] part(byte[] bytes, FieldPath member) {
        return part(bytes, member.offset(), member.type());
    }

    private static byte[] part(byte[] bytes, long offset, FieldType type) {
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + type.byteSize());
    }
}
