package org.schedlab.vm.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.btf.BtfType.Array;
import org.schedlab.vm.btf.BtfType.Composite;
import org.schedlab.vm.btf.BtfType.Member;
import org.schedlab.vm.btf.BtfType.Pointer;
import org.schedlab.vm.internal.NearestNames;

/// Follows one path. Not thread-safe; used once.
final class PathResolver {
    private static final int SUGGESTIONS = 5;

    private final FieldTypes fields;
    private final CText text;
    private final String path;
    private final int rootType;
    private final List<Long> offsets = new ArrayList<>(List.of(0L));

    private List<String> unionWith = List.of();
    private int position;
    private int typeId;
    private @Nullable FieldType bitfield;

    /// @param rootType type the path starts at
    /// @param path as the user wrote it; empty for the whole root
    public PathResolver(FieldTypes fields, CText text, int rootType, String path) {
        this.fields = fields;
        this.text = text;
        this.path = path;
        this.rootType = rootType;
        this.typeId = rootType;
    }

    /// Offsets and type of the field.
    public FieldPath resolve() {
        if (!path.isEmpty() && startsName(path.charAt(0))) {
            member();
        }
        while (position < path.length()) {
            step();
        }
        FieldType type = bitfield != null ? bitfield : whole();
        return new FieldPath(path, text.name(rootType), offsets, type, unionWith);
    }

    private FieldType whole() {
        BtfType stripped = fields.strip(typeId);
        if (stripped instanceof BtfType.NoType
                || stripped instanceof BtfType.Forward
                || stripped instanceof BtfType.FunctionPrototype) {
            throw problem("'%s' has no value that could be read".formatted(text.name(typeId)), "end the path earlier");
        }
        return fields.field(typeId);
    }

    private void step() {
        if (path.startsWith("->", position)) {
            follow();
            position += 2;
            member();
        } else if (path.charAt(position) == '.') {
            if (fields.strip(typeId) instanceof Pointer) {
                throw problem(
                        "%s is a pointer (%s), and '.' does not follow pointers".formatted(soFar(), text.name(typeId)),
                        "write '->' instead of '.'");
            }
            position++;
            member();
        } else if (path.charAt(position) == '[') {
            element();
        } else {
            throw problem(
                    "'%s' cannot follow %s".formatted(path.charAt(position), soFar()),
                    "write a member with '.' or '->', or an element with [i]");
        }
    }

    private void follow() {
        if (!(fields.strip(typeId) instanceof Pointer pointer)) {
            throw problem(
                    "%s is not a pointer; it is %s".formatted(soFar(), text.name(typeId)), "write '.' instead of '->'");
        }
        offsets.add(0L);
        typeId = pointer.typeId();
    }

    private void element() {
        int from = position + 1;
        int close = path.indexOf(']', from);
        String number = close < 0 ? "" : path.substring(from, close).strip();
        if (!number.matches("[0-9]{1,9}")) {
            throw problem("'[' is not followed by a number and ']'", "write an index from 0 on, for example [0]");
        }
        long index = Long.parseLong(number);
        int elementType = switch (fields.strip(typeId)) {
            case Array array -> {
                if (array.count() != 0 && index >= array.count()) {
                    throw problem(
                            "there is no element %d of %s".formatted(index, soFar()),
                            "%s has %d elements: write an index from 0 to %d"
                                    .formatted(text.name(typeId), array.count(), array.count() - 1));
                }
                yield array.elementTypeId();
            }
            case Pointer pointer -> {
                offsets.add(0L);
                yield pointer.typeId();
            }
            case BtfType _ ->
                throw problem(
                        "%s is not an array; it is %s".formatted(soFar(), text.name(typeId)), "leave out the index");
        };
        long size = fields.sizeOf(elementType);
        if (size == 0 && index > 0) {
            throw problem(
                    "the elements of %s have no size (%s)".formatted(soFar(), text.name(elementType)),
                    "end the path earlier");
        }
        forward(index * size);
        typeId = elementType;
        position = close + 1;
    }

    private void member() {
        int start = position;
        while (position < path.length() && isName(path.charAt(position))) {
            position++;
        }
        String name = path.substring(start, position);
        if (bitfield != null || !(fields.strip(typeId) instanceof Composite composite)) {
            position = start;
            throw problem(
                    "%s has no members, it is %s".formatted(soFar(), text.name(typeId)),
                    fields.strip(typeId) instanceof Array
                            ? "choose an element with [i] first"
                            : fields.strip(typeId) instanceof Pointer
                                    ? "write '->' to follow the pointer"
                                    : "end the path here");
        }
        if (name.isEmpty()) {
            position = start;
            throw problem("a member is missing", "write the name of a member of %s".formatted(text.name(typeId)));
        }
        Found found = find(composite, name, 0, List.of()).orElseThrow(() -> unknown(composite, name, start));
        FieldTypes.Placed placed = fields.member(found.member(), found.holder().size());
        forward(found.offset() + placed.byteOffset());
        typeId = found.member().typeId();
        unionWith = found.sharing();
        bitfield = found.member().bitfieldWidth() > 0 || placed.type().isBitfield() ? placed.type() : null;
    }

    /// @param offset of `holder` in the struct that was searched
    /// @param sharing names of members in the same bytes
    private record Found(Member member, Composite holder, long offset, List<String> sharing) {}

    private Optional<Found> find(Composite composite, String name, long offset, List<FieldTypes.Span> outer) {
        for (Member member : composite.members()) {
            if (member.name().equals(name)) {
                return Optional.of(new Found(
                        member,
                        composite,
                        offset,
                        fields.overlapping(member, offset, fields.sharing(composite, offset, member, outer))));
            }
        }
        for (Member member : composite.members()) {
            if (member.name().isEmpty() && fields.strip(member.typeId()) instanceof Composite inner) {
                Optional<Found> found = find(
                        inner, name, offset + member.bitOffset() / 8, fields.sharing(composite, offset, member, outer));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private UnknownNameException unknown(Composite composite, String name, int start) {
        List<String> names = new ArrayList<>();
        new MemberList(fields, text).collect(composite, 0, view -> names.add(view.name()));
        return new UnknownNameException(
                "%s has no member '%s' (path '%s', character %d)".formatted(text.name(typeId), name, path, start + 1),
                name,
                NearestNames.of(name, names, SUGGESTIONS),
                "write one of the %d members of %s".formatted(names.size(), text.name(typeId)));
    }

    private void forward(long bytes) {
        offsets.set(offsets.size() - 1, offsets.getLast() + bytes);
    }

    private PathException problem(String sentence, String remedy) {
        return new PathException(path, position, sentence, remedy);
    }

    private String soFar() {
        return position == 0 ? "'" + text.name(rootType) + "'" : "'" + path.substring(0, position) + "'";
    }

    private static boolean startsName(char letter) {
        return letter != '-' && letter != '.' && letter != '[';
    }

    private static boolean isName(char letter) {
        return letter == '_'
                || (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9');
    }
}
