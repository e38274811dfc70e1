package org.schedlab.guest.scheduler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The sections and data symbols of a BPF object, a 64-bit little-endian ELF file as clang writes it
/// (System V ABI, chapter 4). Immutable.
final class BpfElf {
    private static final int SECTION_HEADER_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int SYMBOL_TABLE = 2;
    private static final int WITHOUT_BYTES = 8;
    private static final int DATA_SYMBOL = 1;

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final List<Section> sections = new ArrayList<>();
    private final Map<String, Symbol> symbols = new HashMap<>();
    private final List<String> undefined = new ArrayList<>();

    /// @param offset in the file; -1 if the file has no bytes of it, for they are all zero
    record Section(String name, long offset, long size) {
        boolean hasBytes() {
            return offset >= 0;
        }
    }

    /// A variable's place.
    ///
    /// @param offset in the section
    record Symbol(String name, Section section, long offset, long size) {}

    /// @param bytes clang's output
    BpfElf(byte[] bytes) {
        this.bytes = bytes.clone();
        buffer = ByteBuffer.wrap(this.bytes).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) buffer.getLong(40);
        int count = Short.toUnsignedInt(buffer.getShort(60));
        int names = (int) buffer.getLong(header(table, Short.toUnsignedInt(buffer.getShort(62))) + 24);
        for (int number = 0; number < count; number++) {
            int header = header(table, number);
            boolean absent = buffer.getInt(header + 4) == WITHOUT_BYTES;
            sections.add(new Section(
                    text(names + buffer.getInt(header)),
                    absent ? -1 : buffer.getLong(header + 24),
                    buffer.getLong(header + 32)));
        }
        for (int number = 0; number < count; number++) {
            if (buffer.getInt(header(table, number) + 4) == SYMBOL_TABLE) {
                int strings = buffer.getInt(header(table, number) + 40);
                readSymbols(sections.get(number), (int) sections.get(strings).offset());
            }
        }
    }

    private static int header(int table, int number) {
        return table + number * SECTION_HEADER_BYTES;
    }

    private void readSymbols(Section table, int strings) {
        for (int at = (int) table.offset(); at < table.offset() + table.size(); at += SYMBOL_BYTES) {
            int section = Short.toUnsignedInt(buffer.getShort(at + 6));
            if (section == 0) {
                undefined.add(text(strings + buffer.getInt(at)));
            }
            if ((buffer.get(at + 4) & 0xf) == DATA_SYMBOL && section > 0 && section < sections.size()) {
                String name = text(strings + buffer.getInt(at));
                symbols.put(
                        name, new Symbol(name, sections.get(section), buffer.getLong(at + 8), buffer.getLong(at + 16)));
            }
        }
    }

    private String text(int at) {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    }

    /// The names of symbols that the file does not define.
    Stream<String> undefined() {
        return undefined.stream();
    }

    Optional<Symbol> symbol(String name) {
        return Optional.ofNullable(symbols.get(name));
    }

    /// The contents of a section; empty if there is none of that name.
    byte[] contents(String section) {
        return sections.stream()
                .filter(each -> each.name().equals(section) && each.hasBytes())
                .findFirst()
                .map(each -> bytes(each, 0, (int) each.size()))
                .orElse(new byte[0]);
    }

    /// Bytes of a section.
    byte[] bytes(Section section, long offset, int size) {
        byte[] part = new byte[size];
        if (section.hasBytes()) {
            buffer.get((int) (section.offset() + offset), part);
        }
        return part;
    }

    /// The whole file with some bytes of a section replaced.
    byte[] with(Section section, long offset, byte[] content) {
        byte[] patched = bytes.clone();
        System.arraycopy(content, 0, patched, (int) (section.offset() + offset), content.length);
        return patched;
    }
}
