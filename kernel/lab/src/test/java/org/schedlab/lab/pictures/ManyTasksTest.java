package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

import static org.assertj.core.api.Assertions.assertThat;

/// A timeline of many tasks and many more intervals than pixels.
class ManyTasksTest {
    private static final Recording RECORDING = new DemoRecording(8, 100, 200_000_000, 95_000).make();
    private static final TimelineLayout LAYOUT = TimelinePicture.of(RECORDING).layout();

    @Test
    void itSaysWhoIsNotShownAndWhatWasMerged() {
        assertThat(LAYOUT.lanes())
                .filteredOn(lane -> lane.kind() == TimelineLayout.LaneKind.TASK)
                .hasSize(30);
        assertThat(String.join(" ", LAYOUT.notes()))
                .contains("30 of 100 tasks that ran or waited have a lane", "70 are not shown")
                .containsPattern("[0-9,]+ of [0-9,]+ intervals are shorter than 242.131 µs")
                .containsPattern("100 of [0-9,]+ wake-ups have an arrow");
        assertThat(LAYOUT.arrows()).hasSize(100);
    }

    @Test
    void timesOfACpuAddUpToThoseOfItsTasks() {
        long[] ran = new long[8];
        TaskIntervals.forEach(RECORDING, each -> {
            if (each.state() == TaskState.RUNNING && !each.task().idle()) {
                ran[each.cpu()] += each.length();
            }
        });
        long[] drawn = new long[8];
        LAYOUT.pieces().stream()
                .filter(piece -> piece.lane() < 8)
                .forEach(piece -> drawn[piece.lane()] += piece.nanos());
        assertThat(drawn).isEqualTo(ran);
    }

    /// At the middle of every fifth pixel of every CPU: who is drawn there ran then, or in that column.
    @Test
    void everyPixelShowsWhoRanThere() {
        List<List<TaskInterval>> ran = new ArrayList<>();
        for (int cpu = 0; cpu < 8; cpu++) {
            ran.add(new ArrayList<>());
        }
        TaskIntervals.forEach(RECORDING, each -> {
            if (each.state() == TaskState.RUNNING && !each.task().idle()) {
                ran.get(each.cpu()).add(each);
            }
        });
        int looked = 0;
        for (double x = LAYOUT.axis().left() + 0.5; x < LAYOUT.axis().right(); x += 5) {
            for (int cpu = 0; cpu < 8; cpu++) {
                var drawn = LAYOUT.at(x, LAYOUT.lanes().get(cpu).bottom() - 0.001);
                long nanos = LAYOUT.axis().nanos(x);
                List<TaskInterval> near = ran.get(cpu);
                if (drawn.isEmpty()) {
                    assertThat(near).noneMatch(each -> each.from() <= nanos && nanos < each.to());
                } else {
                    Piece piece = drawn.get();
                    long from = piece.merged() == 1 ? nanos : piece.from();
                    long to = piece.merged() == 1 ? nanos + 1 : piece.to();
                    assertThat(near)
                            .anyMatch(each -> each.from() < to
                                    && from < each.to()
                                    && each.task().number() == piece.subject());
                    looked++;
                }
            }
        }
        assertThat(looked).isGreaterThan(500);
    }

    @Test
    void whoRanLongestAndWhoWaitedLongestHaveLanes() {
        long[] ran = new long[RECORDING.tasks().size()];
        long[] waited = new long[ran.length];
        TaskIntervals.forEach(RECORDING, each -> {
            if (each.state() == TaskState.RUNNING && !each.task().idle()) {
                ran[each.task().number()] += each.length();
            } else if (each.state() == TaskState.RUNNABLE && !each.task().idle()) {
                waited[each.task().number()] += each.length();
            }
        });
        assertThat(LAYOUT.lanes())
                .filteredOn(lane -> lane.kind() == TimelineLayout.LaneKind.TASK)
                .extracting(TimelineLayout.Lane::number)
                .contains(greatest(ran), greatest(waited));
    }

    private static int greatest(long[] values) {
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            at = values[i] > values[at] ? i : at;
        }
        return at;
    }
}
