package org.schedlab.lab.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

import com.google.protobuf.CodedOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Perfetto traces, written by protobuf's own library.
class PerfettoSchedulingTest {
    private static final SeenEvent.Who ALICE = new SeenEvent.Who(101, "alice", 120);
    private static final SeenEvent.Who BOB = new SeenEvent.Who(102, "bob", 98);

    private interface Part {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Part... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (Part each : parts) {
                each.write(out);
            }
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static Part number(int field, long value) {
        return out -> out.writeInt64(field, value);
    }

    private static Part text(int field, String value) {
        return out -> out.writeString(field, value);
    }

    private static Part within(int field, Part... parts) {
        return out -> out.writeByteArray(field, message(parts));
    }

    private static Part packed(int field, long... values) {
        return out -> out.writeByteArray(
                field,
                message(Arrays.stream(values)
                        .mapToObj(value -> (Part) to -> to.writeUInt64NoTag(value))
                        .toArray(Part[]::new)));
    }

    private static Part bundle(int cpu, Part... parts) {
        Part[] all = Arrays.copyOf(parts, parts.length + 1);
        all[parts.length] = number(1, cpu);
        return within(1, within(1, all));
    }

    @Test
    void eventsAsTheyAre() {
        byte[] trace = message(bundle(
                2,
                within(
                        2,
                        number(1, 1000),
                        number(2, 7),
                        number(5, 0),
                        within(20, text(1, "bob"), number(2, 102), number(3, 98))),
                within(2, number(1, 1100), number(2, 7), within(17, text(1, "bob"), number(2, 102), number(3, 98))),
                within(
                        2,
                        number(1, 1200),
                        number(2, 7),
                        number(5, 8),
                        within(20, text(1, "alice"), number(2, 101), number(3, 120))),
                within(
                        2,
                        number(1, 2000),
                        number(2, 101),
                        within(
                                4,
                                text(1, "alice"),
                                number(2, 101),
                                number(3, 120),
                                number(4, 1),
                                text(5, "bob"),
                                number(6, 102),
                                number(7, 98)))));
        assertThat(PerfettoScheduling.read(trace))
                .containsExactly(
                        new SeenEvent.Woken(1000, 2, 7, BOB),
                        new SeenEvent.Woken(1200, 2, 0, ALICE),
                        new SeenEvent.Switched(2000, 2, ALICE, false, BOB));
    }

    private static Part compact() {
        return bundle(
                1,
                within(
                        4,
                        packed(1, 5000, 10, 20),
                        packed(2, 0, 0x100, 2),
                        packed(3, 101, 102, 101),
                        packed(4, 120, 98, 120),
                        text(5, "alice"),
                        text(5, "bob"),
                        packed(6, 0, 1, 0),
                        packed(7, 5005, 20),
                        packed(8, 102, 101),
                        packed(9, 1, 1),
                        packed(10, 98, 120),
                        packed(11, 1, 0),
                        packed(12, 1, 0x10)));
    }

    @Test
    void theCompactFormAndCompressedPackets() throws IOException {
        List<SeenEvent> expected = List.of(
                new SeenEvent.Woken(5005, 1, 101, BOB),
                new SeenEvent.Switched(5010, 1, ALICE, true, BOB),
                new SeenEvent.Woken(5025, 1, 0, ALICE),
                new SeenEvent.Switched(5030, 1, BOB, false, ALICE));
        assertThat(PerfettoScheduling.read(message(compact()))).isEqualTo(expected);

        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(message(compact()));
        }
        byte[] compressed = message(within(1, out -> out.writeByteArray(50, deflated.toByteArray())));
        assertThat(PerfettoScheduling.read(compressed)).isEqualTo(expected);
    }

    @Test
    void whatIsNoneIsSaid(@TempDir Path folder) throws IOException {
        byte[] trace = message(compact());
        assertThatThrownBy(() -> PerfettoScheduling.read(Arrays.copyOf(trace, trace.length - 3)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("it was cut short");
        Path file = Files.write(folder.resolve("empty.pftrace"), message(bundle(0)));
        assertThatThrownBy(() -> Recorded.of(file))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("0 scheduling events, none of them a sched_switch");
        Path damaged = Files.write(folder.resolve("some.perfetto-trace"), new byte[] {7, 7, 7});
        assertThatThrownBy(() -> Recorded.of(damaged)).isInstanceOf(LabException.class);
    }
}
