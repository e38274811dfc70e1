package org.schedlab.lab.pictures;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// A timeline's pieces, wake-ups and numbers of waiting tasks as bytes, for the script that draws them
/// (`timeline-read.js`). Numbers are base-128, lowest first; times count from the picture's beginning, in ns.
final class TimelineData {
    /// Bits of a piece's first number, above its kind.
    private static final int MERGED = 8;

    /// It shares a column with the piece before.
    private static final int SAME_COLUMN = 16;

    /// Numbers of waiting tasks are sixteenths.
    private static final int SIXTEENTHS = 16;

    private final TimelineContent content;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

    private TimelineData(TimelineContent content) {
        this.content = content;
    }

    static byte[] of(TimelineContent content) {
        TimelineData data = new TimelineData(content);
        data.pieces();
        data.wakes();
        data.waiting();
        data.offline();
        return data.bytes.toByteArray();
    }

    private void pieces() {
        List<Piece> sorted = content.pieces();
        int at = 0;
        for (int lane = 0; lane < content.lanes(); lane++) {
            int end = at;
            while (end < sorted.size() && sorted.get(end).lane() == lane) {
                end++;
            }
            lane(lane, sorted.subList(at, end));
            at = end;
        }
    }

    private void lane(int lane, List<Piece> pieces) {
        number(pieces.size());
        long end = content.options().from();
        for (Piece piece : pieces) {
            boolean same = piece.below() > 0;
            number(piece.kind().code() | (piece.merged() > 1 ? MERGED : 0) | (same ? SAME_COLUMN : 0));
            if (!same) {
                number(piece.from() - end);
                number(piece.to() - piece.from());
            }
            if (piece.merged() > 1) {
                number(piece.nanos());
                number(piece.merged());
            }
            number(1 + (lane < content.taskLane(0) ? piece.subject() : piece.cpu()));
            end = piece.to();
        }
    }

    private void wakes() {
        number(content.wakes().size());
        long last = content.options().from();
        for (Wake wake : content.wakes()) {
            number(wake.waking() - last);
            number(wake.wakeup() - wake.waking());
            number(wake.waker() - Wake.IDLE);
            number(wake.wakee());
            number(wake.cpu());
            number(wake.waited());
            last = wake.waking();
        }
    }

    private void waiting() {
        WaitingLevels levels = content.waiting();
        number(levels.columns());
        for (int cpu = 0; cpu < content.cpus(); cpu++) {
            for (int column = 0; column < levels.columns(); column++) {
                number(Math.round(levels.mean(cpu, column) * SIXTEENTHS));
            }
        }
    }

    private void offline() {
        number(content.offline().size());
        for (TimelineLayout.Offline span : content.offline()) {
            number(span.cpu());
            number(span.from() - content.options().from());
            number(span.to() - span.from());
        }
    }

    private void number(long value) {
        long rest = value;
        while (rest > 0x7F) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
