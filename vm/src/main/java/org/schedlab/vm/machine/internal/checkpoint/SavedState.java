package org.schedlab.vm.machine.internal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.machine.internal.qemu.Round;

/// Everything of a machine that stands but its RAM: what the file `state` of a checkpoint holds.
///
/// As bytes: [#HEAD] little-endian numbers of 8 bytes (a mark, the two clocks, the round), then what
/// QEMU wrote of its devices. Immutable: nobody changes the array.
public final class SavedState {
    private static final long MARK = 0x3165_7461_7473_6c73L;
    private static final int HEAD = 4 + Round.WORDS;

    private final long clockNanos;
    private final long askedNanos;
    private final Round round;
    private final byte[] devices;

    /// @param clockNanos the guest's clock of QEMU, which counts from power-on
    /// @param askedNanos the time for which this stop was asked; not later, and less than a grid step
    ///     earlier
    /// @param round whose turn is next
    /// @param devices QEMU's own format
    public SavedState(long clockNanos, long askedNanos, Round round, byte[] devices) {
        this.clockNanos = clockNanos;
        this.askedNanos = askedNanos;
        this.round = round;
        this.devices = devices;
    }

    public long clockNanos() {
        return clockNanos;
    }

    public long askedNanos() {
        return askedNanos;
    }

    public Round round() {
        return round;
    }

    public byte[] devices() {
        return devices;
    }

    byte[] toBytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEAD * Long.BYTES + devices.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MARK).putLong(clockNanos).putLong(askedNanos).putLong(round.next());
        round.askedToExit().forEach(bytes::putLong);
        return bytes.put(devices).array();
    }

    /// @throws IOException these bytes are something else
    static SavedState of(byte[] bytes) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length <= HEAD * Long.BYTES || from.getLong() != MARK) {
            throw new IOException("it does not begin as the state of a machine does");
        }
        long clock = from.getLong();
        long asked = from.getLong();
        long next = from.getLong();
        List<Long> askedToExit = new ArrayList<>();
        for (int i = 0; i < Round.WORDS; i++) {
            askedToExit.add(from.getLong());
        }
        byte[] devices = new byte[from.remaining()];
        from.get(devices);
        return new SavedState(clock, asked, new Round(next, askedToExit), devices);
    }
}
