package org.schedlab.lab.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/// The packets of a Perfetto trace, one after the other. Not thread-safe.
final class PerfettoPackets {
    /// All packets of tracks are one sequence.
    private static final int SEQUENCE = 1;

    private final OutputStream stream;
    private final ProtoBuffer packet = new ProtoBuffer();
    private boolean sequenceBegan;

    PerfettoPackets(OutputStream stream) {
        this.stream = stream;
    }

    /// Writes a packet without time.
    ///
    /// @throws UncheckedIOException it cannot be written
    void write(Consumer<ProtoBuffer> content) {
        int opened = packet.open(PerfettoFields.PACKET);
        content.accept(packet);
        packet.close(opened);
        try {
            packet.drainTo(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a packet of a moment that stands for itself.
    void write(long nanos, Consumer<ProtoBuffer> content) {
        write(body -> {
            body.number(PerfettoFields.TIMESTAMP, nanos);
            content.accept(body);
        });
    }

    /// Writes a packet of the sequence of tracks.
    void writeOfTracks(long nanos, Consumer<ProtoBuffer> content) {
        write(nanos, body -> {
            body.number(PerfettoFields.SEQUENCE_ID, SEQUENCE);
            body.number(
                    PerfettoFields.SEQUENCE_FLAGS,
                    sequenceBegan
                            ? PerfettoFields.NEEDS_STATE
                            : PerfettoFields.STATE_CLEARED | PerfettoFields.NEEDS_STATE);
            sequenceBegan = true;
            content.accept(body);
        });
    }
}
