package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LaneBuilderTest {
    private static final LaneBuilder.Grain TEN = new LaneBuilder.Grain(10, 20);

    private final List<Piece> pieces = new ArrayList<>();

    private LaneBuilder lane(LaneBuilder.Grain grain) {
        return new LaneBuilder(3, grain, pieces::add);
    }

    @Test
    void whatCanBeSeenIsAPieceOfItsOwn() {
        LaneBuilder lane = lane(TEN);
        lane.take(Piece.Kind.RUNNING, 5, 1, 100, 110);
        lane.take(Piece.Kind.WAITING, 5, 0, 110, 150);
        lane.flush();
        assertThat(pieces)
                .containsExactly(
                        new Piece(3, Piece.Kind.RUNNING, 5, 1, 100, 110, 0, 10, 1),
                        new Piece(3, Piece.Kind.WAITING, 5, 0, 110, 150, 0, 40, 1));
        assertThat(lane.merged()).isZero();
    }

    @Test
    void oneShortIntervalAmongLongOnesKeepsItsEnds() {
        LaneBuilder lane = lane(TEN);
        lane.take(Piece.Kind.SLEEPING, 5, 1, 0, 117);
        lane.take(Piece.Kind.RUNNING, 5, 1, 117, 119);
        lane.take(Piece.Kind.SLEEPING, 5, 1, 119, 200);
        lane.flush();
        assertThat(pieces).contains(new Piece(3, Piece.Kind.RUNNING, 5, 1, 117, 119, 0, 2, 1));
    }

    /// Columns of 20 begin at multiples of 20; the parts of one lie above each other, by kind.
    @Test
    void shortOnesShareColumns() {
        LaneBuilder lane = lane(TEN);
        lane.take(Piece.Kind.WAITING, 5, 1, 110, 113);
        lane.take(Piece.Kind.RUNNING, 5, 1, 113, 117);
        lane.take(Piece.Kind.SLEEPING, 5, 1, 117, 124);
        lane.flush();
        assertThat(pieces)
                .containsExactly(
                        new Piece(3, Piece.Kind.RUNNING, 5, 1, 110, 120, 0, 4, 3),
                        new Piece(3, Piece.Kind.WAITING, 5, 1, 110, 120, 4, 3, 3),
                        new Piece(3, Piece.Kind.SLEEPING, 5, 1, 110, 120, 7, 3, 3),
                        new Piece(3, Piece.Kind.SLEEPING, 5, 1, 120, 124, 0, 4, 1));
        assertThat(lane.merged()).isEqualTo(3);
    }

    @Test
    void fromTheThirdTaskOnTheyAreSeveral() {
        LaneBuilder lane = lane(TEN);
        lane.take(Piece.Kind.RUNNING, 1, 0, 100, 101);
        lane.take(Piece.Kind.RUNNING, 2, 0, 101, 106);
        lane.take(Piece.Kind.RUNNING, 3, 0, 106, 108);
        lane.take(Piece.Kind.RUNNING, 4, 0, 110, 114);
        lane.flush();
        assertThat(pieces)
                .containsExactly(
                        new Piece(3, Piece.Kind.RUNNING, 2, 0, 100, 114, 0, 5, 4),
                        new Piece(3, Piece.Kind.RUNNING, 4, 0, 100, 114, 5, 4, 4),
                        new Piece(3, Piece.Kind.RUNNING, -1, -1, 100, 114, 9, 3, 4));
    }

    @Test
    void idleTimeThatCanBeSeenIsEmpty() {
        LaneBuilder lane = lane(TEN);
        lane.take(Piece.Kind.RUNNING, 1, 0, 100, 102);
        lane.take(Piece.Kind.RUNNING, 1, 0, 112, 114);
        lane.flush();
        assertThat(pieces).extracting(Piece::from).containsExactly(100L, 112L);
    }

    @Test
    void noNanosecondIsLost() {
        Random random = new Random(1);
        LaneBuilder lane = lane(new LaneBuilder.Grain(50, 100));
        Map<Piece.Kind, Long> given = new EnumMap<>(Piece.Kind.class);
        long at = 1_000;
        for (int i = 0; i < 20_000; i++) {
            Piece.Kind kind = Piece.Kind.values()[random.nextInt(4)];
            at += random.nextInt(3) == 0 ? random.nextInt(80) : 0;
            long end = at + random.nextInt(random.nextInt(5) == 0 ? 200 : 30);
            lane.take(kind, random.nextInt(6), random.nextInt(4), at, end);
            given.merge(kind, end - at, Long::sum);
            at = end;
        }
        lane.flush();
        Map<Piece.Kind, Long> got = new EnumMap<>(Piece.Kind.class);
        pieces.forEach(piece -> got.merge(piece.kind(), piece.nanos(), Long::sum));
        assertThat(got).isEqualTo(given);
        for (int i = 1; i < pieces.size(); i++) {
            Piece before = pieces.get(i - 1);
            Piece piece = pieces.get(i);
            if (piece.below() > 0) {
                assertThat(piece.from()).isEqualTo(before.from());
                assertThat(piece.below()).isEqualTo(before.below() + before.nanos());
            } else {
                assertThat(piece.from()).isGreaterThanOrEqualTo(before.to());
            }
            assertThat(piece.below() + piece.nanos()).isLessThanOrEqualTo(piece.to() - piece.from());
        }
    }
}
