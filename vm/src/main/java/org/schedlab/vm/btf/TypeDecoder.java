package org.schedlab.vm.btf;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.schedlab.vm.btf.BtfType.EnumValue;
import org.schedlab.vm.btf.BtfType.Linkage;
import org.schedlab.vm.btf.BtfType.Member;
import org.schedlab.vm.btf.BtfType.Parameter;
import org.schedlab.vm.btf.BtfType.SectionVariable;

/// Makes the record of one type (Documentation/bpf/btf.rst, 2.2).
record TypeDecoder(BtfReader reader) {
    private static final int HEAD = 3;

    /// The type of this id, which is below [BtfReader#count()].
    public BtfType decode(int id) {
        String name = reader.name(id);
        int third = id == 0 ? 0 : reader.sizeOrType(id);
        return switch (reader.kind(id)) {
            case VOID -> new BtfType.NoType(id, name);
            case INT -> integer(id, name, third);
            case PTR -> new BtfType.Pointer(id, name, third);
            case ARRAY ->
                new BtfType.Array(
                        id,
                        name,
                        reader.word(id, HEAD),
                        reader.word(id, HEAD + 1),
                        Integer.toUnsignedLong(reader.word(id, HEAD + 2)));
            case STRUCT -> new BtfType.Struct(id, name, Integer.toUnsignedLong(third), members(id));
            case UNION -> new BtfType.Union(id, name, Integer.toUnsignedLong(third), members(id));
            case ENUM -> new BtfType.Enumeration(id, name, third, reader.kindFlag(id), values(id));
            case FWD -> new BtfType.Forward(id, name, reader.kindFlag(id));
            case TYPEDEF -> new BtfType.Typedef(id, name, third);
            case VOLATILE -> new BtfType.Volatile(id, name, third);
            case CONST -> new BtfType.Const(id, name, third);
            case RESTRICT -> new BtfType.Restrict(id, name, third);
            case FUNC -> new BtfType.Function(id, name, third, linkage(reader.elements(id)));
            case FUNC_PROTO -> new BtfType.FunctionPrototype(id, name, third, parameters(id));
            case VAR -> new BtfType.Variable(id, name, third, linkage(reader.word(id, HEAD)));
            case DATASEC -> new BtfType.DataSection(id, name, Integer.toUnsignedLong(third), variables(id));
            case FLOAT -> new BtfType.FloatingPoint(id, name, third);
            case DECL_TAG -> new BtfType.DeclarationTag(id, name, third, reader.word(id, HEAD));
            case TYPE_TAG -> new BtfType.TypeTag(id, name, third, reader.kindFlag(id));
            case ENUM64 -> new BtfType.Enumeration64(id, name, third, reader.kindFlag(id), values64(id));
        };
    }

    /// Whether a type is an enum, without decoding it.
    public boolean isEnum(int id) {
        BtfKind kind = reader.kind(id);
        return kind == BtfKind.ENUM || kind == BtfKind.ENUM64;
    }

    /// Whether a type is a tag of a declaration, without decoding it.
    public boolean isDeclarationTag(int id) {
        return reader.kind(id) == BtfKind.DECL_TAG;
    }

    private BtfType integer(int id, String name, int size) {
        int data = reader.word(id, HEAD);
        int encoding = data >>> 24 & 0xf;
        return new BtfType.Int(
                id,
                name,
                size,
                data >>> 16 & 0xff,
                data & 0xff,
                (encoding & 1) != 0,
                (encoding & 2) != 0,
                (encoding & 4) != 0);
    }

    /// With kind_flag, the offset has 24 bits and the width of a bitfield stands above them.
    private List<Member> members(int id) {
        boolean bitfields = reader.kindFlag(id);
        return elements(id, number -> {
            int at = HEAD + 3 * number;
            int offset = reader.word(id, at + 2);
            return new Member(
                    reader.string(reader.word(id, at)),
                    reader.word(id, at + 1),
                    bitfields ? offset & 0xffffff : Integer.toUnsignedLong(offset),
                    bitfields ? offset >>> 24 : 0);
        });
    }

    private List<EnumValue> values(int id) {
        boolean signed = reader.kindFlag(id);
        return elements(id, number -> {
            int value = reader.word(id, HEAD + 2 * number + 1);
            return new EnumValue(
                    reader.string(reader.word(id, HEAD + 2 * number)), signed ? value : Integer.toUnsignedLong(value));
        });
    }

    private List<EnumValue> values64(int id) {
        return elements(id, number -> {
            int at = HEAD + 3 * number;
            long low = Integer.toUnsignedLong(reader.word(id, at + 1));
            return new EnumValue(reader.string(reader.word(id, at)), low | (long) reader.word(id, at + 2) << 32);
        });
    }

    private List<Parameter> parameters(int id) {
        return elements(
                id,
                number -> new Parameter(
                        reader.string(reader.word(id, HEAD + 2 * number)), reader.word(id, HEAD + 2 * number + 1)));
    }

    private List<SectionVariable> variables(int id) {
        return elements(id, number -> {
            int at = HEAD + 3 * number;
            return new SectionVariable(
                    reader.word(id, at),
                    Integer.toUnsignedLong(reader.word(id, at + 1)),
                    Integer.toUnsignedLong(reader.word(id, at + 2)));
        });
    }

    private <T> List<T> elements(int id, IntFunction<T> element) {
        return IntStream.range(0, reader.elements(id)).mapToObj(element).toList();
    }

    private static Linkage linkage(int number) {
        return switch (number) {
            case 0 -> Linkage.STATIC;
            case 1 -> Linkage.GLOBAL;
            default -> Linkage.EXTERN;
        };
    }
}
