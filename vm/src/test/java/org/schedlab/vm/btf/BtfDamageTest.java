package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.vm.btf.BtfFixture.field;

class BtfDamageTest {

    @Test
    void saysWhatIsWrongWithIt() {
        assertThatThrownBy(() -> parse(new byte[8]))
                .isInstanceOf(BtfException.class)
                .hasMessage("its type information has 8 bytes, fewer than its header");
        assertThatThrownBy(() -> parse(new byte[64]))
                .hasMessage("its type information starts with 0x0000 and version 0, not with BTF's 0xeb9f and 1");
        byte[] good = example();
        assertThatThrownBy(() -> parse(Arrays.copyOf(good, good.length - 1)))
                .hasMessage(
                        "its type information has %d bytes and declares %d".formatted(good.length - 1, good.length));
    }

    @Test
    void refusesUnknownKindsReferencesAndSelfContainment() {
        BtfFixture kind = new BtfFixture();
        kind.raw(20, 0);
        assertThatThrownBy(() -> parse(kind.build()))
                .hasMessage("type 1 of its type information is of the unknown kind 20");
        BtfFixture reference = new BtfFixture();
        reference.pointer(7);
        assertThatThrownBy(() -> parse(reference.build()))
                .hasMessage("type 1 of its type information refers to type 7, which there is not");
        BtfFixture itself = new BtfFixture();
        itself.struct("whole", 8, field("part", 1, 0));
        assertThatThrownBy(() -> parse(itself.build())).hasMessage("type 1 of its type information contains itself");
        BtfFixture alias = new BtfFixture();
        alias.typedef("again", 1);
        assertThatThrownBy(() -> parse(alias.build())).hasMessage("type 1 of its type information contains itself");
    }

    @Test
    void aPointerToItselfHasNoEndlessText() {
        BtfFixture endless = new BtfFixture();
        endless.pointer(1);
        Btf btf = parse(endless.build());
        assertThatThrownBy(() -> btf.declaration(1)).isInstanceOf(BtfException.class);
    }

    @Test
    void garbledBytesGiveAnErrorOrTypesThatCanBeRead() {
        byte[] good = example();
        Random random = new Random(20261122);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] garbled = good.clone();
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
            }
            refused += useAll(garbled) ? 0 : 1;
        }
        assertThat(refused).isBetween(5_000, 19_999);
    }

    @Test
    void everyLengthButTheWholeIsRefused() {
        MemorySegment whole = MemorySegment.ofArray(example());
        for (long length = 0; length < whole.byteSize(); length++) {
            MemorySegment part = whole.asSlice(0, length);
            assertThatThrownBy(() -> Btf.of(part)).isInstanceOf(BtfException.class);
        }
    }

    private static boolean useAll(byte[] bytes) {
        Btf btf;
        try {
            btf = parse(bytes);
        } catch (BtfException e) {
            return false;
        }
        for (int id = 0; id < btf.typeCount(); id++) {
            try {
                btf.declaration(id);
                btf.sizeOf(id);
                for (MemberView member : btf.members(id)) {
                    btf.path(id, member.name());
                }
            } catch (LabException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        return true;
    }

    private static byte[] example() {
        BtfFixture fixture = new BtfFixture();
        int number = fixture.integer("int", 4, true);
        int list = fixture.array(fixture.pointer(number), number, 4);
        int inner = fixture.union("", 8, field("a", number, 0), field("b", fixture.typedef("t", number), 4));
        int outer = fixture.struct(
                "outer", 48, field("list", list, 0), field("", inner, 32), BtfFixture.bits("flag", number, 320, 1));
        fixture.dataSection(".data..percpu", fixture.variable("v", fixture.constant(outer)), 48);
        return fixture.build();
    }

    private static Btf parse(byte[] bytes) {
        return Btf.of(MemorySegment.ofArray(bytes));
    }
}
