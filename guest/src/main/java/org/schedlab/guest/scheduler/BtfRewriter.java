package org.schedlab.guest.scheduler;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Changes names in the types of a BPF object, and leaves members of a struct out; ids of types stay. Confined to one
/// thread.
///
/// Source: Documentation/bpf/btf.rst; struct btf_ext_header, tools/lib/bpf/libbpf_internal.h.
final class BtfRewriter {
    private static final int TYPE_BYTES = 12;
    private static final int MEMBER_BYTES = 12;
    private static final int STRUCT = 4;
    private static final int FUNCTION = 12;
    private static final int SECTION = 15;
    private static final int EXTERN = 2;

    private final byte[] header;
    private final List<byte[]> types = new ArrayList<>();
    private final byte[] before;
    private final Strings strings;

    /// @param btf the contents of the section `.BTF`
    BtfRewriter(byte[] btf) {
        ByteBuffer all = ByteBuffer.wrap(btf).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = all.getInt(4);
        header = Arrays.copyOf(btf, headerBytes);
        int first = headerBytes + all.getInt(8);
        int end = first + all.getInt(12);
        int text = headerBytes + all.getInt(16);
        before = Arrays.copyOfRange(btf, text, text + all.getInt(20));
        strings = new Strings(before);
        int at = first;
        while (at < end) {
            int bytes = TYPE_BYTES + more(all.getInt(at + 4));
            types.add(Arrays.copyOfRange(btf, at, at + bytes));
            at += bytes;
        }
    }

    private static int kind(int info) {
        return (info >>> 24) & 0x1f;
    }

    /// How many bytes follow a type's first three words.
    private static int more(int info) {
        int entries = info & 0xffff;
        return switch (kind(info)) {
            case 1, 14, 17 -> 4; // INT, VAR, DECL_TAG
            case 3 -> 12; // ARRAY
            case 4, 5, 15, 19 -> entries * 12; // STRUCT, UNION, DATASEC, ENUM64
            case 6, 13 -> entries * 8; // ENUM, FUNC_PROTO
            default -> 0;
        };
    }

    String text(int at) {
        int end = at;
        while (before[end] != 0) {
            end++;
        }
        return new String(before, at, end - at, StandardCharsets.UTF_8);
    }

    /// Renames sections.
    void renameSections(UnaryOperator<String> renamed) {
        rename(info -> kind(info) == SECTION, renamed);
    }

    /// Renames functions.
    ///
    /// @param outside those that are not in the object, or those that are
    void renameFunctions(boolean outside, UnaryOperator<String> renamed) {
        rename(info -> kind(info) == FUNCTION && ((info & 0xffff) == EXTERN) == outside, renamed);
    }

    private void rename(IntPredicate those, UnaryOperator<String> renamed) {
        for (byte[] type : types) {
            if (those.test(word(type, 4))) {
                String name = text(word(type, 0));
                String wanted = renamed.apply(name);
                if (!wanted.equals(name)) {
                    put(type, 0, strings.add(wanted));
                }
            }
        }
    }

    private static int word(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static void put(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }

    /// Leaves members of a struct out; its size and the places of the others stay.
    void dropMembers(String struct, Predicate<String> dropped) {
        types.replaceAll(type ->
                kind(word(type, 4)) == STRUCT && text(word(type, 0)).equals(struct) ? without(type, dropped) : type);
    }

    /// Leaves a member of one struct out.
    void dropMember(int struct, String dropped) {
        types.set(struct - 1, without(types.get(struct - 1), dropped::equals));
    }

    /// Gives the first value of an enum another name.
    void renameValue(int enumeration, String name) {
        put(types.get(enumeration - 1), TYPE_BYTES, strings.add(name));
    }

    private byte[] without(byte[] struct, Predicate<String> dropped) {
        byte[] kept = struct.clone();
        int end = TYPE_BYTES;
        for (int at = TYPE_BYTES; at < struct.length; at += MEMBER_BYTES) {
            if (!dropped.test(text(word(struct, at)))) {
                System.arraycopy(struct, at, kept, end, MEMBER_BYTES);
                end += MEMBER_BYTES;
            }
        }
        put(kept, 4, (word(struct, 4) & 0xffff0000) | ((end - TYPE_BYTES) / MEMBER_BYTES));
        return Arrays.copyOf(kept, end);
    }

    /// The section `.BTF.ext` with other names of sections. To be called before [#btf()].
    ///
    /// @param ext its contents
    byte[] ext(byte[] ext, UnaryOperator<String> renamed) {
        byte[] changed = ext.clone();
        ByteBuffer all = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = all.getInt(4);
        for (int part = 8; part + 8 <= headerBytes; part += 8) {
            int first = headerBytes + all.getInt(part);
            int bytes = all.getInt(part + 4);
            if (bytes > 0) {
                int record = all.getInt(first);
                int at = first + 4;
                while (at < first + bytes) {
                    String name = text(all.getInt(at));
                    if (!renamed.apply(name).equals(name)) {
                        all.putInt(at, strings.add(renamed.apply(name)));
                    }
                    at += 8 + record * all.getInt(at + 4);
                }
            }
        }
        return changed;
    }

    /// The section `.BTF`.
    byte[] btf() {
        var body = new ByteArrayOutputStream();
        types.forEach(body::writeBytes);
        byte[] text = strings.bytes();
        byte[] head = header.clone();
        put(head, 8, 0);
        put(head, 12, body.size());
        put(head, 16, body.size());
        put(head, 20, text.length);
        var all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body.toByteArray());
        all.writeBytes(text);
        return all.toByteArray();
    }
}
