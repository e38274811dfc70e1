package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.pictures.Piece;
import org.schedlab.lab.pictures.TimelineLayout;
import org.schedlab.lab.pictures.TimelinePicture;
import org.schedlab.lab.pictures.WakeGraph;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.trace.Why;
import org.schedlab.lab.workers.WorkerCount;

import static org.assertj.core.api.Assertions.assertThat;

/// Pictures of what a real guest did.
@Tag("machine")
class PicturesIT {
    @Test
    void aTimelineShowsAllOfTheTime() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.attach(Schedulers.vtime());
            vm.spawn(new WorkerCount(3).spinning());
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.run(Duration.ofMillis(200));
            Recording recording = vm.recording();
            TimelineLayout layout = TimelinePicture.of(recording).layout();
            List<TaskInterval> intervals = TaskIntervals.of(recording);
            int cpus = recording.interval().cpus();
            for (int cpu = 0; cpu < cpus; cpu++) {
                int lane = cpu;
                long ran = intervals.stream()
                        .filter(each -> each.state() == TaskState.RUNNING
                                && !each.task().idle()
                                && each.cpu() == lane)
                        .mapToLong(TaskInterval::length)
                        .sum();
                assertThat(nanos(layout, lane)).as("CPU %d", cpu).isEqualTo(ran);
            }
            for (int lane = 2 * cpus; lane < layout.lanes().size(); lane++) {
                int task = layout.lanes().get(lane).number();
                long there = intervals.stream()
                        .filter(each -> each.task().number() == task)
                        .mapToLong(TaskInterval::length)
                        .sum();
                assertThat(nanos(layout, lane))
                        .as(layout.lanes().get(lane).label())
                        .isEqualTo(there);
            }
            assertThat(layout.lanes())
                    .extracting(TimelineLayout.Lane::label)
                    .anyMatch(label -> label.startsWith("spin-0:"))
                    .anyMatch(label -> label.startsWith("pipe-1:"));
            assertThat(layout.pieces()).extracting(Piece::kind).contains(Piece.Kind.INTERRUPT, Piece.Kind.WAITING);
            assertThat(layout.title()).isEqualTo("Who ran where: EEVDF, then vtime");

            WakeGraph graph = WakeGraph.of(recording);
            WakeGraph.Edge most = graph.edges().getLast();
            assertThat(List.of(
                            graph.nodes().get(most.waker()).label(),
                            graph.nodes().get(most.wakee()).label()))
                    .allMatch(label -> label.startsWith("pipe-"));

            Why why = vm.trace().why(vm.trace().worst(1));
            assertThat(why.picture().causes().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(why.length());
        }
    }

    private static long nanos(TimelineLayout layout, int lane) {
        return layout.pieces().stream()
                .filter(piece -> piece.lane() == lane)
                .mapToLong(Piece::nanos)
                .sum();
    }
}
