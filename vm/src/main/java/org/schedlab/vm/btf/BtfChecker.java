package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;

/// Goes through BTF once and refuses what readers later rely on not being there: parts outside of
/// their sections, unknown kinds, references to types that do not exist, types that contain
/// themselves.
final class BtfChecker {
    private static final int MAGIC = 0xeb9f;
    private static final int HEADER = 24;
    private static final int HEAD = 12;
    private static final int HEAD_WORDS = 3;

    private final MemorySegment data;
    private final long types;
    private final long typesEnd;
    private final long strings;
    private final long stringsLength;

    private int[] starts = new int[1 << 16];
    private int count = 1;

    private BtfChecker(MemorySegment data, long header) {
        this.data = data;
        this.types = header + unsigned(8);
        this.typesEnd = types + unsigned(12);
        this.strings = header + unsigned(16);
        this.stringsLength = unsigned(20);
    }

    /// Where each type starts in the type section, u32 per id from 0.
    static MemorySegment check(MemorySegment data) {
        if (data.byteSize() < HEADER) {
            throw new BtfException(String.format(
                    Locale.ROOT, "its type information has %,d bytes, fewer than its header", data.byteSize()));
        }
        int magic = Short.toUnsignedInt(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0));
        int version = data.get(ValueLayout.JAVA_BYTE, 2);
        if (magic != MAGIC || version != 1) {
            throw new BtfException(String.format(
                    Locale.ROOT,
                    "its type information starts with 0x%04x and version %d, not with BTF's 0x%04x and 1",
                    magic,
                    version,
                    MAGIC));
        }
        long header = Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED, 4));
        BtfChecker checker = new BtfChecker(data, header);
        checker.checkSections(header);
        checker.findTypes();
        MemorySegment starts = MemorySegment.ofArray(Arrays.copyOf(checker.starts, checker.count));
        BtfReader reader = new BtfReader(data, starts);
        for (int id = 1; id < checker.count; id++) {
            checker.checkType(reader, id);
        }
        Containment.check(reader);
        return starts;
    }

    private void checkSections(long header) {
        long size = data.byteSize();
        if (header < HEADER || typesEnd > size || strings + stringsLength > size) {
            throw new BtfException(String.format(
                    Locale.ROOT,
                    "its type information has %,d bytes and declares %,d",
                    size,
                    Math.max(typesEnd, strings + stringsLength)));
        }
        if (stringsLength == 0
                || data.get(ValueLayout.JAVA_BYTE, strings) != 0
                || data.get(ValueLayout.JAVA_BYTE, strings + stringsLength - 1) != 0) {
            throw new BtfException("the strings of its type information do not start and end with a zero");
        }
    }

    private void findTypes() {
        long at = types;
        while (at < typesEnd) {
            if (typesEnd - at < HEAD) {
                throw new BtfException(String.format(Locale.ROOT, "type %d of its type information is cut off", count));
            }
            int info = data.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4);
            int kind = info >>> 24 & 0x1f;
            if (kind == 0 || kind >= BtfKind.count()) {
                throw new BtfException(String.format(
                        Locale.ROOT, "type %d of its type information is of the unknown kind %d", count, kind));
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = (int) (at - types);
            at += HEAD + BtfKind.of(kind).extraBytes(info & 0xffff);
            if (at > typesEnd) {
                throw new BtfException(
                        String.format(Locale.ROOT, "type %d of its type information is cut off", count - 1));
            }
        }
    }

    private void checkType(BtfReader reader, int id) {
        checkName(id, reader.nameStart(id));
        BtfKind kind = reader.kind(id);
        if (kind.refersToType()) {
            checkReference(id, reader.sizeOrType(id));
        }
        int elements = reader.elements(id);
        switch (kind) {
            case ARRAY -> {
                checkReference(id, reader.word(id, HEAD_WORDS));
                checkReference(id, reader.word(id, HEAD_WORDS + 1));
            }
            case STRUCT, UNION -> {
                for (int number = 0; number < elements; number++) {
                    checkName(id, reader.word(id, HEAD_WORDS + 3 * number));
                    checkReference(id, reader.word(id, HEAD_WORDS + 3 * number + 1));
                    checkMember(reader, id, reader.word(id, HEAD_WORDS + 3 * number + 2));
                }
            }
            case ENUM -> {
                for (int number = 0; number < elements; number++) {
                    checkName(id, reader.word(id, HEAD_WORDS + 2 * number));
                }
            }
            case ENUM64 -> {
                for (int number = 0; number < elements; number++) {
                    checkName(id, reader.word(id, HEAD_WORDS + 3 * number));
                }
            }
            case FUNC_PROTO -> {
                for (int number = 0; number < elements; number++) {
                    checkName(id, reader.word(id, HEAD_WORDS + 2 * number));
                    checkReference(id, reader.word(id, HEAD_WORDS + 2 * number + 1));
                }
            }
            case DATASEC -> {
                for (int number = 0; number < elements; number++) {
                    int variable = reader.word(id, HEAD_WORDS + 3 * number);
                    checkReference(id, variable);
                    BtfKind listed = reader.kind(variable);
                    check(
                            listed == BtfKind.VAR || listed == BtfKind.FUNC,
                            id,
                            "lists type %d, which is neither a variable nor a function",
                            variable);
                }
            }
            case FUNC -> check(elements <= 2, id, "has the unknown linkage %d", elements);
            case VAR -> {
                int linkage = reader.word(id, HEAD_WORDS);
                check(linkage >= 0 && linkage <= 2, id, "has the unknown linkage %d", linkage);
            }
            case VOID, INT, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FLOAT, DECL_TAG, TYPE_TAG -> {}
        }
    }

    private void checkMember(BtfReader reader, int id, int offset) {
        long bits = reader.kindFlag(id) ? offset & 0xffffff : Integer.toUnsignedLong(offset);
        long size = Integer.toUnsignedLong(reader.sizeOrType(id));
        check(bits <= size * 8, id, "has a member at bit %d, behind its end", bits);
    }

    private void checkName(int id, int start) {
        check(Integer.toUnsignedLong(start) < stringsLength, id, "has its name at %d, behind all strings", start);
    }

    private void checkReference(int id, int other) {
        check(other >= 0 && other < count, id, "refers to type %d, which there is not", other);
    }

    private static void check(boolean holds, int id, String complaint, long number) {
        if (!holds) {
            throw new BtfException(
                    String.format(Locale.ROOT, "type %d of its type information %s", id, complaint.formatted(number)));
        }
    }

    private long unsigned(long at) {
        return Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED, at));
    }
}
