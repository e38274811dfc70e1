package org.schedlab.guest.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an ELF file for x86-64 says of its start: System V ABI, chapters 4 and 5; glibc 2.36,
/// `elf/elf.h`.
///
/// @param interpreter the loader that it asks for; empty if it is static, or a library
/// @param needed the names of the libraries it needs, in order
/// @param soname what it is called as a library
/// @param rpath folders to look in first, as written; ignored when there is a RUNPATH
/// @param runpath folders to look in, as written
/// @param defaultFolders whether libraries may come from the loader's cache and default folders
/// @param executable whether it can be started; a shared library cannot
record ElfProgram(
        Optional<String> interpreter,
        List<String> needed,
        Optional<String> soname,
        List<String> rpath,
        List<String> runpath,
        boolean defaultFolders,
        boolean executable) {
    private static final int MAGIC = 0x464c457f;
    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 56;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int X86_64 = 62;
    private static final int TYPE_EXECUTABLE = 2;
    private static final int TYPE_SHARED = 3;
    private static final int SEGMENT_DYNAMIC = 2;
    private static final int SEGMENT_INTERPRETER = 3;

    /// A file that is not an ELF file for x86-64; the message says what it is.
    static final class NotOne extends IOException {
        private static final long serialVersionUID = 1L;

        NotOne(String what) {
            super(what);
        }
    }

    /// Reads a file.
    ///
    /// @throws NotOne it is something else
    /// @throws IOException it cannot be read
    static ElfProgram read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < 4 || size > Integer.MAX_VALUE) {
                throw new NotOne(String.format(Locale.ROOT, "not an ELF file (%,d bytes)", size));
            }
            return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    static ElfProgram read(ByteBuffer bytes) throws NotOne {
        try {
            requireX86(bytes);
            return ofSegments(bytes);
        } catch (IndexOutOfBoundsException _) {
            throw new NotOne(String.format(
                    Locale.ROOT, "a damaged ELF file: it points outside of its %,d bytes", bytes.capacity()));
        }
    }

    private static void requireX86(ByteBuffer bytes) throws NotOne {
        if (bytes.getInt(0) != MAGIC) {
            boolean script = bytes.get(0) == '#' && bytes.get(1) == '!';
            throw new NotOne(script ? "not an ELF file but a script (it begins with #!)" : "not an ELF file");
        }
        if (bytes.capacity() < HEADER_BYTES) {
            throw new NotOne(String.format(Locale.ROOT, "a damaged ELF file of %d bytes", bytes.capacity()));
        }
        int machine = Short.toUnsignedInt(bytes.getShort(18));
        if (bytes.get(4) != CLASS_64 || bytes.get(5) != LITTLE_ENDIAN || machine != X86_64) {
            throw new NotOne(String.format(
                    Locale.ROOT,
                    "an ELF file for another machine (%d bit, e_machine %d), not for x86-64 (64 bit, %d)",
                    bytes.get(4) == CLASS_64 ? 64 : 32,
                    machine,
                    X86_64));
        }
    }

    private static ElfProgram ofSegments(ByteBuffer bytes) throws NotOne {
        int type = Short.toUnsignedInt(bytes.getShort(16));
        if (type != TYPE_EXECUTABLE && type != TYPE_SHARED) {
            throw new NotOne(String.format(
                    Locale.ROOT, "an ELF file that cannot be started (e_type %d), such as an object file", type));
        }
        int table = Math.toIntExact(bytes.getLong(32));
        Optional<String> interpreter = Optional.empty();
        ElfDynamic dynamic = ElfDynamic.NONE;
        for (int i = 0; i < Short.toUnsignedInt(bytes.getShort(56)); i++) {
            int segment = table + i * SEGMENT_BYTES;
            int offset = (int) bytes.getLong(segment + 8);
            int size = (int) bytes.getLong(segment + 32);
            switch (bytes.getInt(segment)) {
                case SEGMENT_INTERPRETER -> interpreter = Optional.of(text(bytes, offset));
                case SEGMENT_DYNAMIC -> dynamic = ElfDynamic.read(bytes, offset, size);
                default -> {}
            }
        }
        return new ElfProgram(
                interpreter,
                dynamic.names(ElfDynamic.NEEDED),
                dynamic.names(ElfDynamic.SONAME).stream().findFirst(),
                folders(dynamic.names(ElfDynamic.RPATH)),
                folders(dynamic.names(ElfDynamic.RUNPATH)),
                !dynamic.noDefaultFolders(),
                type == TYPE_EXECUTABLE || interpreter.isPresent() || dynamic.positionIndependentProgram());
    }

    /// A text that ends with a zero.
    static String text(ByteBuffer bytes, int offset) {
        int end = offset;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - offset];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static List<String> folders(List<String> paths) {
        List<String> folders = new ArrayList<>();
        for (String path : paths) {
            folders.addAll(List.of(path.split(":", -1)));
        }
        return List.copyOf(folders);
    }
}
