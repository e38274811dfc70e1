package org.schedlab.vm.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Decoding of fields over a direct map of 1 MiB.
class FieldReaderTest {
    private static final long MIB = 1L << 20;
    private static final long BASE = 0xffff_8880_0000_0000L;

    @TempDir
    private Path folder;

    private PhysicalMemory memory;
    private AddressSpace space;

    @BeforeEach
    void mapRam() throws IOException {
        Path file = folder.resolve("ram");
        try (RandomAccessFile ram = new RandomAccessFile(file.toFile(), "rw")) {
            ram.setLength(MIB);
        }
        memory = PhysicalMemory.map(file, new RamLayout(MIB, MIB));
        space = new AddressSpace(memory, 0, 4);
        space.directMap(BASE);
    }

    @AfterEach
    void unmapRam() {
        memory.close();
    }

    private static FieldType integer(int bytes, int bitOffset, int bits, boolean signed) {
        return new FieldType(1, "int", Kind.INTEGER, bytes, bitOffset, bits, signed, Map.of(), 1);
    }

    private static FieldPath path(FieldType type, Long... offsets) {
        return new FieldPath("a.b->c", "struct x", List.of(offsets), type);
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, 254", "1, true, -2",
        "2, false, 65534", "2, true, -2",
        "4, false, 4294967294", "4, true, -2",
        "8, false, -2", "8, true, -2"
    })
    void extendsBySign(int bytes, boolean signed, long expected) {
        memory.write(0x100, 8, -2L);
        FieldReader reader = new FieldReader(space, path(integer(bytes, 0, bytes * 8, signed), 0x100L));
        assertThat(reader.read(BASE)).isEqualTo(expected);
        assertThat(reader.value(BASE))
                .isEqualTo(new FieldValue.Scalar(reader.path().type(), BASE + 0x100, expected));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, false, 1", "3, 4, false, 9", "3, 4, true, -7", "31, 1, false, 1", "31, 1, true, -1"})
    void readsBitfields(int offset, int bits, boolean signed, long expected) {
        memory.write(0x100, 4, 1 | 9L << 3 | 1L << 31);
        FieldReader reader = new FieldReader(space, path(integer(4, offset, bits, signed), 0x100L));
        assertThat(reader.read(BASE)).isEqualTo(expected);
    }

    @Test
    void writesOnlyTheBitsOfABitfield() {
        memory.write(0x100, 4, 0xffff_ffffL);
        new FieldWriter(space, integer(4, 5, 3, false)).write(BASE + 0x100, 0b010);
        assertThat(memory.read(0x100, 4)).isEqualTo(0xffff_ff5fL);

        memory.write(0x300, 4, 0xffff_ffffL);
        FieldType packed = integer(3, 7, 17, false);
        new FieldWriter(space, packed).write(BASE + 0x300, 0x1_0001);
        assertThat(memory.read(0x300, 4)).isEqualTo(0xff80_00ffL);
        assertThat(new FieldReader(space, path(packed, 0x300L)).read(BASE)).isEqualTo(0x1_0001);

        memory.write(0x200, 8, 0);
        new FieldWriter(space, integer(8, 60, 4, true)).write(BASE + 0x200, -1);
        assertThat(memory.read(0x200, 8)).isEqualTo(0xfL << 60);
    }

    @Test
    void followsPointers() {
        memory.write(0x110, 8, BASE + 0x4000);
        memory.write(0x4008, 8, BASE + 0x5000);
        memory.write(0x5018, 4, 42);
        FieldReader reader = new FieldReader(space, path(integer(4, 0, 32, false), 0x10L, 0x8L, 0x18L));
        assertThat(reader.read(BASE + 0x100)).isEqualTo(42);
        assertThat(reader.address(BASE + 0x100)).isEqualTo(BASE + 0x5018);
    }

    @Test
    void saysWhichPointerIsNull() {
        memory.write(0x110, 8, BASE + 0x4000);
        FieldReader reader = new FieldReader(space, path(integer(4, 0, 32, false), 0x10L, 0x8L, 0x18L));
        assertThatThrownBy(() -> reader.read(BASE + 0x100))
                .isInstanceOf(NullPointerHopException.class)
                .hasMessageContaining("'a.b->c'")
                .hasMessageContaining("pointer number 2 is NULL")
                .hasMessageContaining("%#x".formatted(BASE + 0x4008));
    }

    @Test
    void arraysAndStructsAreBytes() {
        memory.write(0x100, 8, 0x6f_6c6c_6568L);
        FieldType comm = new FieldType(1, "char[16]", Kind.ARRAY, 16, 0, 128, false, Map.of(), 16);
        FieldReader reader = new FieldReader(space, path(comm, 0x100L));
        FieldValue value = reader.value(BASE);
        assertThat((byte[]) value.boxed()).hasSize(16).startsWith('h', 'e', 'l', 'l', 'o', 0);
        assertThat(value).hasToString("\"hello\"");
        assertThatThrownBy(() -> reader.read(BASE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void printsAsTheTypeSays() {
        FieldType state = new FieldType(1, "enum e", Kind.ENUM, 4, 0, 32, false, Map.of("OFF", 0L, "ON", 1L), 1);
        FieldType pointer = new FieldType(1, "void *", Kind.POINTER, 8, 0, 64, false, Map.of(), 1);
        FieldType flag = new FieldType(1, "bool", Kind.BOOLEAN, 1, 0, 8, false, Map.of(), 1);
        assertThat(FieldValue.text(integer(8, 0, 64, false), -1L)).isEqualTo("18446744073709551615");
        assertThat(FieldValue.text(integer(8, 0, 64, true), -1L)).isEqualTo("-1");
        assertThat(FieldValue.text(state, 1L)).isEqualTo("ON");
        assertThat(FieldValue.text(state, 7L)).isEqualTo("7");
        assertThat(FieldValue.text(pointer, 0L)).isEqualTo("NULL");
        assertThat(FieldValue.text(pointer, BASE)).isEqualTo("0xffff888000000000");
        assertThat(FieldValue.text(flag, 1L)).isEqualTo("true");
    }
}
