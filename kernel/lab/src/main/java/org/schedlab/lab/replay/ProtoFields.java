package org.schedlab.lab.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;

import org.schedlab.vm.LabException;

/// The fields of a protobuf message, one after the other (protobuf.dev/programming-guides/encoding). Confined to one
/// thread.
final class ProtoFields {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int TYPE_BITS = 3;
    private static final int MOST_SHIFT = 63;

    private final byte[] bytes;
    private int at;
    private int number;
    private long value;
    private byte[] content = {};

    ProtoFields(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Goes to the next field.
    ///
    /// @return false if there is none
    /// @throws LabException it is no such message
    boolean next() {
        if (at == bytes.length) {
            return false;
        }
        long tag = varint();
        number = (int) (tag >>> TYPE_BITS);
        content = new byte[0];
        switch ((int) tag & (1 << TYPE_BITS) - 1) {
            case VARINT -> value = varint();
            case FIXED64 -> take(Long.BYTES);
            case BYTES -> content = take(varint());
            case FIXED32 -> take(Integer.BYTES);
            default -> throw damaged();
        }
        return true;
    }

    int number() {
        return number;
    }

    /// Of a number.
    long value() {
        return value;
    }

    /// Of a message, or bytes.
    byte[] content() {
        return content;
    }

    /// Of a text.
    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /// Of packed numbers; also one that stands alone.
    long[] numbers() {
        if (content.length == 0) {
            return new long[] {value};
        }
        ProtoFields packed = new ProtoFields(content);
        LongStream.Builder all = LongStream.builder();
        while (packed.at < content.length) {
            all.add(packed.varint());
        }
        return all.build().toArray();
    }

    private long varint() {
        long result = 0;
        for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
            if (at == bytes.length) {
                throw damaged();
            }
            byte next = bytes[at++];
            result |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return result;
            }
        }
        throw damaged();
    }

    private byte[] take(long length) {
        if (length < 0 || length > bytes.length - at) {
            throw damaged();
        }
        at += (int) length;
        return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    private static LabException damaged() {
        return LabException.asked("a Perfetto trace cannot be read")
                .found("bytes that are no protobuf message: it was cut short, or is something else")
                .available("a .pftrace or .perfetto-trace file as it was recorded")
                .exception();
    }
}
