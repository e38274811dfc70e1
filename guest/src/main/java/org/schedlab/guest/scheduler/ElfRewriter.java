package org.schedlab.guest.scheduler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Changes names and contents of a 64-bit little-endian ELF file: what becomes longer is put behind the rest, and the
/// section headers tell where. Confined to one thread.
final class ElfRewriter {
    private static final int HEADER_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int SYMBOL_TABLE = 2;
    private static final int RELOCATIONS = 9;
    private static final int RELOCATION_BYTES = 16;
    private static final long EXECUTABLE = 4;
    private static final int WEAK = 2;
    /// BPF_JMP | BPF_CALL.
    private static final short CALL = (short) 0x85;

    /// The number of a helper that is none: libbpf's POISON_CALL_KFUNC_BASE.
    private static final int NO_HELPER = 2_002_000_000;

    private byte[] file;
    private ByteBuffer buffer;

    ElfRewriter(byte[] file) {
        this.file = file.clone();
        this.buffer = ByteBuffer.wrap(this.file).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] file() {
        return file.clone();
    }

    private int header(int number) {
        return (int) buffer.getLong(40) + number * HEADER_BYTES;
    }

    private int count() {
        return Short.toUnsignedInt(buffer.getShort(60));
    }

    private int offset(int section) {
        return (int) buffer.getLong(header(section) + 24);
    }

    private int size(int section) {
        return (int) buffer.getLong(header(section) + 32);
    }

    private int names() {
        return Short.toUnsignedInt(buffer.getShort(62));
    }

    private String name(int section) {
        return text(offset(names()) + buffer.getInt(header(section)));
    }

    private String text(int at) {
        int end = at;
        while (file[end] != 0) {
            end++;
        }
        return new String(file, at, end - at, StandardCharsets.UTF_8);
    }

    private Optional<Integer> find(String section) {
        return IntStream.range(0, count())
                .filter(number -> name(number).equals(section))
                .boxed()
                .findFirst();
    }

    /// The contents of a section; empty if there is none.
    byte[] contents(String section) {
        return find(section)
                .map(number -> Arrays.copyOfRange(file, offset(number), offset(number) + size(number)))
                .orElse(new byte[0]);
    }

    /// Whether some bytes of a section are not all zero, or a relocation is to make them so.
    boolean isSet(String section, long offset, int bytes) {
        byte[] contents = contents(section);
        for (int at = (int) offset; at < offset + bytes && at < contents.length; at++) {
            if (contents[at] != 0) {
                return true;
            }
        }
        byte[] relocations = contents(".rel" + section);
        ByteBuffer entries = ByteBuffer.wrap(relocations).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < relocations.length; at += RELOCATION_BYTES) {
            if (entries.getLong(at) >= offset && entries.getLong(at) < offset + bytes) {
                return true;
            }
        }
        return false;
    }

    /// Gives a section other contents, of any length.
    void replace(String section, byte[] contents) {
        place(find(section).orElseThrow(), contents);
    }

    private void place(int section, byte[] contents) {
        int at = (file.length + 7) & -8;
        file = Arrays.copyOf(file, at + contents.length);
        buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        System.arraycopy(contents, 0, file, at, contents.length);
        buffer.putLong(header(section) + 24, at);
        buffer.putLong(header(section) + 32, contents.length);
    }

    /// Renames sections.
    void renameSections(UnaryOperator<String> renamed) {
        var strings = new Strings(contentsOf(names()));
        Map<Integer, Integer> places = new HashMap<>();
        for (int number = 0; number < count(); number++) {
            String name = name(number);
            String wanted = renamed.apply(name);
            if (!wanted.equals(name)) {
                places.put(number, strings.add(wanted));
            }
        }
        place(names(), strings.bytes());
        places.forEach((number, at) -> buffer.putInt(header(number), at));
    }

    /// Renames symbols that the file does not define.
    void renameUndefined(UnaryOperator<String> renamed) {
        for (int number = 0; number < count(); number++) {
            if (buffer.getInt(header(number) + 4) == SYMBOL_TABLE) {
                renameUndefined(number, buffer.getInt(header(number) + 40), renamed);
            }
        }
    }

    private void renameUndefined(int table, int stringSection, UnaryOperator<String> renamed) {
        var strings = new Strings(contentsOf(stringSection));
        Map<Integer, Integer> places = new HashMap<>();
        for (int at = offset(table); at < offset(table) + size(table); at += SYMBOL_BYTES) {
            String name = text(offset(stringSection) + buffer.getInt(at));
            if (buffer.getShort(at + 6) == 0 && !renamed.apply(name).equals(name)) {
                places.put(at, strings.add(renamed.apply(name)));
            }
        }
        place(stringSection, strings.bytes());
        places.forEach((at, name) -> buffer.putInt(at, name));
    }

    private byte[] contentsOf(int section) {
        return Arrays.copyOfRange(file, offset(section), offset(section) + size(section));
    }

    /// Makes calls of functions that the kernel does not have invalid ones, which the verifier accepts where it sees
    /// that they are never reached: the symbols are weak, and the program asks first.
    ///
    /// @param missing by a function's name
    void poisonCalls(Predicate<String> missing) {
        for (int number = 0; number < count(); number++) {
            int header = header(number);
            if (buffer.getInt(header + 4) == RELOCATIONS) {
                int target = buffer.getInt(header + 44);
                if ((buffer.getLong(header(target) + 8) & EXECUTABLE) != 0) {
                    poisonCalls(number, target, missing);
                }
            }
        }
    }

    private void poisonCalls(int relocations, int target, Predicate<String> missing) {
        int symbols = buffer.getInt(header(relocations) + 40);
        int first = offset(relocations);
        int kept = first;
        for (int at = first; at < first + size(relocations); at += RELOCATION_BYTES) {
            int symbol = offset(symbols) + buffer.getInt(at + 12) * SYMBOL_BYTES;
            int instruction = offset(target) + (int) buffer.getLong(at);
            boolean weak = file[symbol + 4] >> 4 == WEAK && buffer.getShort(symbol + 6) == 0;
            if (weak && file[instruction] == (byte) CALL && missing.test(symbolName(symbols, symbol))) {
                buffer.putShort(instruction, CALL);
                buffer.putShort(instruction + 2, (short) 0);
                buffer.putInt(instruction + 4, NO_HELPER);
            } else {
                System.arraycopy(file, at, file, kept, RELOCATION_BYTES);
                kept += RELOCATION_BYTES;
            }
        }
        buffer.putLong(header(relocations) + 32, kept - first);
    }

    private String symbolName(int table, int symbol) {
        return text(offset(buffer.getInt(header(table) + 40)) + buffer.getInt(symbol));
    }
}
