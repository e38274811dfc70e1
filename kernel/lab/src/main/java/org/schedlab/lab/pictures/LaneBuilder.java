package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// Makes the pieces of one lane out of its intervals, given in the order of time: those that can be seen become a
/// piece each, shorter ones share columns. No nanosecond is lost: the times of the pieces of each kind add up to
/// the times of the intervals. Not thread-safe.
final class LaneBuilder {
    /// So many tasks of a column have a part of their own.
    private static final int NAMED = 2;

    private static final Comparator<Part> BY_KIND_THEN_LONGEST =
            Comparator.comparing((Part part) -> part.kind).thenComparingLong(part -> -part.nanos);

    private final int lane;
    private final Grain grain;
    private final Consumer<Piece> pieces;
    private final List<Part> parts = new ArrayList<>();
    private @Nullable Piece first;
    private boolean open;
    private long columnFrom;
    private long columnTo;
    private long columnEnd;
    private long end;
    private int count;
    private long merged;

    /// How fine a picture is.
    ///
    /// @param shortest intervals shorter than this are merged, in ns; 0: none are
    /// @param column into columns of so many ns; at least `shortest`
    record Grain(long shortest, long column) {
        static final Grain EXACT = new Grain(0, 1);
    }

    private static final class Part {
        private final Piece.Kind kind;
        private final int subject;
        private int cpu;
        private long nanos;

        Part(Piece whole, long nanos) {
            this.kind = whole.kind();
            this.subject = whole.subject();
            this.cpu = whole.cpu();
            this.nanos = nanos;
        }
    }

    LaneBuilder(int lane, Grain grain, Consumer<Piece> pieces) {
        this.lane = lane;
        this.grain = grain;
        this.pieces = pieces;
    }

    /// How many intervals share columns so far.
    long merged() {
        return merged;
    }

    void take(Piece.Kind kind, int subject, int cpu, long from, long to) {
        if (from == to) {
            return;
        }
        if (from > end && from - end >= grain.shortest) {
            flush();
        }
        Piece whole = new Piece(lane, kind, subject, cpu, from, to, 0, to - from, 1);
        if (to - from >= grain.shortest) {
            flush();
            pieces.accept(whole);
        } else if (open) {
            add(whole);
        } else if (first == null) {
            first = whole;
        } else {
            begin(first.from());
            add(first);
            first = null;
            add(whole);
        }
        end = to;
    }

    /// Nothing follows.
    void flush() {
        if (open) {
            close();
            open = false;
        } else if (first != null) {
            pieces.accept(first);
            first = null;
        }
    }

    private void begin(long from) {
        open = true;
        columnEnd = (from / grain.column + 1) * grain.column;
    }

    private void add(Piece whole) {
        merged++;
        long at = whole.from();
        while (whole.to() > columnEnd) {
            long edge = columnEnd;
            if (at < edge) {
                count(whole, at, edge);
                at = edge;
            }
            close();
            begin(edge);
        }
        count(whole, at, whole.to());
    }

    private void count(Piece whole, long from, long to) {
        columnFrom = count == 0 ? from : columnFrom;
        columnTo = to;
        count++;
        for (Part part : parts) {
            if (part.kind == whole.kind() && part.subject == whole.subject()) {
                part.nanos += to - from;
                part.cpu = part.cpu == whole.cpu() ? part.cpu : -1;
                return;
            }
        }
        parts.add(new Part(whole, to - from));
    }

    /// The column is over; it reaches from the first to the last that was in it.
    private void close() {
        parts.sort(BY_KIND_THEN_LONGEST);
        long below = 0;
        int sameKind = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            sameKind = i > 0 && parts.get(i - 1).kind == part.kind ? sameKind + 1 : 1;
            long nanos = part.nanos;
            boolean others = sameKind > NAMED && nextHasKind(i, part.kind);
            while (others && nextHasKind(i, part.kind)) {
                nanos += parts.get(++i).nanos;
            }
            int subject = others ? -1 : part.subject;
            int cpu = others ? -1 : part.cpu;
            pieces.accept(new Piece(lane, part.kind, subject, cpu, columnFrom, columnTo, below, nanos, count));
            below += nanos;
        }
        parts.clear();
        count = 0;
    }

    private boolean nextHasKind(int i, Piece.Kind kind) {
        return i + 1 < parts.size() && parts.get(i + 1).kind == kind;
    }
}
