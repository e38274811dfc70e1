package org.schedlab.vm.btf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.schedlab.vm.btf.BtfType.Alias;
import org.schedlab.vm.btf.BtfType.Composite;
import org.schedlab.vm.btf.BtfType.Member;
import org.schedlab.vm.btf.FieldType.Kind;

/// Sizes of types and the way to read fields of them.
record FieldTypes(TypeDecoder types, CText text) {
    /// Bytes whose number of bits is still an int.
    private static final int LARGEST = Integer.MAX_VALUE / 8;

    private static final int POINTER_SIZE = 8;

    /// The type behind typedefs, qualifiers and tags.
    public BtfType strip(int typeId) {
        BtfType type = types.decode(typeId);
        while (type instanceof Alias alias) {
            type = types.decode(alias.typeId());
        }
        return type;
    }

    /// Bytes of a type; 0 for those that have no size (`void`, functions, forward declarations).
    public long sizeOf(int typeId) {
        return switch (strip(typeId)) {
            case BtfType.Int type -> type.size();
            case BtfType.Pointer _ -> POINTER_SIZE;
            case BtfType.Array type -> multiply(type.count(), sizeOf(type.elementTypeId()));
            case BtfType.Composite type -> type.size();
            case BtfType.Enumerated type -> type.size();
            case BtfType.FloatingPoint type -> type.size();
            case BtfType.Variable type -> sizeOf(type.typeId());
            case BtfType.DataSection type -> type.size();
            case BtfType.NoType _, BtfType.Forward _, BtfType.Function _, BtfType.FunctionPrototype _ -> 0;
            case BtfType.DeclarationTag _, BtfType.Alias _ -> 0;
        };
    }

    /// How to read a whole value of this type.
    public FieldType field(int typeId) {
        long size = sizeOf(typeId);
        if (size > LARGEST) {
            throw new BtfException(
                    String.format(Locale.ROOT, "'%s' is too large to be read: %,d bytes", text.name(typeId), size));
        }
        return field(typeId, (int) size, 0, (int) size * 8);
    }

    /// A member's place and how to read it.
    ///
    /// @param byteOffset from the start of the struct
    record Placed(long byteOffset, FieldType type) {}

    /// How to read a member of a struct of `structSize` bytes.
    Placed member(Member member, long structSize) {
        int width = member.bitfieldWidth();
        long bit = member.bitOffset();
        if (width == 0 && strip(member.typeId()) instanceof BtfType.Int old && isOldBitfield(old)) {
            width = old.bits();
            bit += old.bitOffset();
        }
        if (width == 0) {
            if (bit % 8 != 0) {
                throw new BtfException("member '%s' starts inside of a byte".formatted(member.name()));
            }
            return new Placed(bit / 8, field(member.typeId()));
        }
        return bitfield(member.typeId(), bit, width, structSize);
    }

    /// A bitfield is read through the unit of its declared type, or, if the struct is packed so that
    /// it does not lie inside one, through the fewest bytes that hold it.
    private Placed bitfield(int typeId, long bit, int width, long structSize) {
        long unit = sizeOf(typeId);
        if (unit > 0 && unit <= 8) {
            long start = bit / 8 / unit * unit;
            if (bit + width <= (start + unit) * 8 && start + unit <= structSize) {
                return new Placed(start, field(typeId, (int) unit, (int) (bit - start * 8), width));
            }
        }
        long start = bit / 8;
        int bytes = (int) ((bit % 8 + width + 7) / 8);
        if (bytes > 8) {
            throw new BtfException(String.format(Locale.ROOT, "a bitfield of %d bits lies in %d bytes", width, bytes));
        }
        return new Placed(start, field(typeId, bytes, (int) (bit % 8), width));
    }

    private FieldType field(int typeId, int byteSize, int bitOffset, int bitWidth) {
        BtfType type = strip(typeId);
        boolean signed = (type instanceof BtfType.Int number && number.signed())
                || (type instanceof BtfType.Enumerated enumerated && enumerated.signed());
        long count = type instanceof BtfType.Array array ? array.count() : 1;
        return new FieldType(
                typeId, text.name(typeId), kind(type), byteSize, bitOffset, bitWidth, signed, enumNames(type), count);
    }

    private Kind kind(BtfType type) {
        return switch (type) {
            case BtfType.Int number when number.bool() -> Kind.BOOLEAN;
            case BtfType.Int number when number.character() || number.name().equals("char") -> Kind.CHARACTER;
            case BtfType.Int _ -> Kind.INTEGER;
            case BtfType.Enumerated _ -> Kind.ENUM;
            case BtfType.Pointer _ -> Kind.POINTER;
            case BtfType.FloatingPoint _ -> Kind.FLOAT;
            case BtfType.Array _ -> Kind.ARRAY;
            case BtfType.Struct _ -> Kind.STRUCT;
            case BtfType.Union _ -> Kind.UNION;
            case BtfType other ->
                throw new BtfException("'%s' has no value that could be read".formatted(text.name(other.id())));
        };
    }

    /// A member of a union, in bits from the start of the struct that is searched.
    record Span(String name, long from, long bits) {}

    /// The members that a union keeps where it keeps this one; what it shares with them is for
    /// [#overlapping] to say.
    ///
    /// @param bytes where `holder` starts in the struct that is searched
    /// @param outer those that `holder` itself is in a union with
    List<Span> sharing(Composite holder, long bytes, Member member, List<Span> outer) {
        if (!(holder instanceof BtfType.Union)) {
            return outer;
        }
        List<Span> others = new ArrayList<>(outer);
        for (Member other : holder.members()) {
            if (!other.equals(member)) {
                addSpans(other, bytes * Byte.SIZE, others);
            }
        }
        return others;
    }

    private void addSpans(Member member, long bits, List<Span> spans) {
        if (!member.name().isEmpty()) {
            spans.add(span(member, bits));
        } else if (strip(member.typeId()) instanceof Composite inner) {
            inner.members().forEach(each -> addSpans(each, bits + member.bitOffset(), spans));
        }
    }

    private Span span(Member member, long bits) {
        long width = member.bitfieldWidth() > 0 ? member.bitfieldWidth() : sizeOf(member.typeId()) * Byte.SIZE;
        return new Span(member.name(), bits + member.bitOffset(), width);
    }

    /// The names of those that have bits in common with a member.
    ///
    /// @param bytes where its holder starts in the struct that is searched
    List<String> overlapping(Member member, long bytes, List<Span> spans) {
        Span own = span(member, bytes * Byte.SIZE);
        return spans.stream()
                .filter(other -> other.from() < own.from() + own.bits() && own.from() < other.from() + other.bits())
                .map(Span::name)
                .toList();
    }

    private static Map<String, Long> enumNames(BtfType type) {
        Map<String, Long> names = new LinkedHashMap<>();
        if (type instanceof BtfType.Enumerated enumerated) {
            enumerated.values().forEach(value -> names.put(value.name(), value.value()));
        }
        return names;
    }

    private static boolean isOldBitfield(BtfType.Int number) {
        return number.bits() != number.size() * 8 || number.bitOffset() != 0;
    }

    private static long multiply(long count, long size) {
        try {
            return Math.multiplyExact(count, size);
        } catch (ArithmeticException e) {
            throw new BtfException(String.format(Locale.ROOT, "an array of %,d elements of %,d bytes", count, size));
        }
    }
}
