package org.schedlab.lab.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.pictures.SmallRecording.A;
import static org.schedlab.lab.pictures.SmallRecording.B;
import static org.schedlab.lab.pictures.SmallRecording.C;
import static org.schedlab.lab.pictures.SmallRecording.IDLE0;
import static org.schedlab.lab.pictures.SmallRecording.IDLE1;
import static org.schedlab.lab.pictures.SmallRecording.at;
import static org.schedlab.lab.pictures.SmallRecording.guest;

class TimelinePictureTest {
    private final TimelinePicture picture = TimelinePicture.of(SmallRecording.make());
    private final TimelineLayout layout = picture.layout();

    private static Piece piece(int lane, Piece.Kind kind, RecordedTask task, int cpu, long from, long to) {
        return new Piece(lane, kind, task.number(), cpu, at(from), at(to), 0, (to - from) * 1_000, 1);
    }

    private double x(long micros) {
        return layout.axis().x(at(micros));
    }

    private TimelineLayout.Lane lane(String label) {
        return layout.lanes().stream()
                .filter(lane -> lane.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void piecesAreTheIntervals() {
        assertThat(layout.lanes())
                .extracting(TimelineLayout.Lane::label)
                .containsExactly("CPU 0", "CPU 1", "", "", "a:101", "b:102", "c<&\u0001>:103");
        assertThat(layout.pieces())
                .containsExactly(
                        piece(0, Piece.Kind.RUNNING, A, 0, 0, 400),
                        piece(0, Piece.Kind.RUNNING, C, 0, 400, 500),
                        piece(0, Piece.Kind.RUNNING, A, 0, 500, 1000),
                        piece(1, Piece.Kind.RUNNING, B, 1, 150, 900),
                        new Piece(3, Piece.Kind.INTERRUPT, 0, 1, at(290), at(310), 0, 20_000, 1),
                        piece(4, Piece.Kind.RUNNING, A, 0, 0, 400),
                        piece(4, Piece.Kind.WAITING, A, 0, 400, 500),
                        piece(4, Piece.Kind.RUNNING, A, 0, 500, 1000),
                        piece(5, Piece.Kind.SLEEPING, B, 1, 0, 110),
                        piece(5, Piece.Kind.WAITING, B, 1, 110, 150),
                        piece(5, Piece.Kind.RUNNING, B, 1, 150, 900),
                        piece(5, Piece.Kind.SLEEPING, B, 1, 900, 1000),
                        piece(6, Piece.Kind.SLEEPING, C, 0, 0, 300),
                        piece(6, Piece.Kind.WAITING, C, 0, 300, 400),
                        piece(6, Piece.Kind.RUNNING, C, 0, 400, 500),
                        piece(6, Piece.Kind.BLOCKED, C, 0, 500, 1000));
    }

    @Test
    void arrowsLeadFromWhoWokeToWhoWasWoken() {
        TimelineLayout.Arrow byA = layout.arrows().getFirst();
        assertThat(byA.waker()).isEqualTo(A.number());
        assertThat(byA.wakee()).isEqualTo(B.number());
        assertThat(byA.waitNanos()).isEqualTo(40_000);
        assertThat(byA.fromX()).isCloseTo(x(100), within(1e-9));
        assertThat(byA.fromY()).isEqualTo(lane("a:101").middle());
        assertThat(byA.toX()).isCloseTo(x(110), within(1e-9));
        assertThat(byA.toY()).isEqualTo(lane("b:102").top());
        TimelineLayout.Arrow byInterrupt = layout.arrows().get(1);
        assertThat(byInterrupt.waker()).isEqualTo(Wake.INTERRUPT);
        assertThat(byInterrupt.waitNanos()).isEqualTo(100_000);
        assertThat(byInterrupt.fromY()).isEqualTo(lane("CPU 1").middle());
        assertThat(layout.arrows()).hasSize(2);
    }

    /// `a` waits 100 µs and `c` 100 µs for CPU 0, one after the other, `b` 40 µs for CPU 1.
    @Test
    void waitingTasksAreCountedForTheirCpu() {
        assertThat(layout.mostWaiting()).isCloseTo(1, within(1e-9));
        assertThat(waited(0)).isCloseTo(200_000, within(1.0));
        assertThat(waited(1)).isCloseTo(40_000, within(1.0));
    }

    @Test
    void aCpuThatIsOfflineIsNotDrawnAsAnIdleOne() {
        List<SchedEvent> events = new ArrayList<>();
        events.add(new SchedEvent.CpuChanged(at(200), 0, 1, false));
        events.add(new SchedEvent.CpuChanged(at(600), 0, 1, true));
        events.add(new SchedEvent.CpuChanged(at(900), 1, 1, false));
        TimelinePicture away = TimelinePicture.of(SmallRecording.of(events, 0, List.of()));

        assertThat(away.layout().offline())
                .containsExactly(
                        new TimelineLayout.Offline(1, at(200), at(600)),
                        new TimelineLayout.Offline(1, at(900), at(1_000)));
        assertThat(away.layout().captions().toString()).contains("empty when idle, grey when offline");
        assertThat(away.svg()).contains(">offline</text>");
        assertThat(layout.offline()).isEmpty();
        assertThat(picture.svg()).doesNotContain("offline");
    }

    private double waited(int cpu) {
        return layout.waiting().stream()
                .filter(each -> each.cpu() == cpu)
                .mapToDouble(each -> each.mean() * (each.to() - each.from()))
                .sum();
    }

    @Test
    void marksOfOnePixelShareALine() {
        assertThat(layout.marks())
                .containsExactly(
                        new TimelineLayout.MarkLine(
                                Math.round(x(250)), List.of("cell 3", "freeze 1"), TimelineLayout.Side.RIGHT),
                        new TimelineLayout.MarkLine(Math.round(x(800)), List.of("late"), TimelineLayout.Side.RIGHT));
    }

    @Test
    void tooManyFreezesAreCountedInstead() {
        List<Mark> marks = new ArrayList<>(List.of(new Mark(at(500), Mark.Kind.NOTE, "mine")));
        for (int i = 0; i < 41; i++) {
            marks.add(new Mark(at(10 * i), Mark.Kind.FREEZE, "run 1 ms"));
        }
        TimelineLayout many = ofMarks(marks);
        assertThat(many.marks()).hasSize(1);
        assertThat(many.notes()).contains("the machine stood 41 times in this interval: so many are not marked");
        assertThat(ofMarks(marks.subList(0, 41)).marks()).hasSizeGreaterThan(10);
    }

    private static TimelineLayout ofMarks(List<Mark> marks) {
        var recording = new Recording(
                SmallRecording.make().interval(), List.of(IDLE0, IDLE1, A, B, C), List.of(), marks, consumer -> {});
        return TimelinePicture.of(recording).layout();
    }

    /// One at the right end has its text at its left; one whose text would lie on another's has none.
    @Test
    void marksHaveTextWhereThereIsRoom() {
        List<Mark> marks = List.of(
                new Mark(at(300), Mark.Kind.NOTE, "a long text"),
                new Mark(at(310), Mark.Kind.NOTE, "another"),
                new Mark(at(1_000), Mark.Kind.CELL, "12"));
        assertThat(ofMarks(marks).marks())
                .extracting(TimelineLayout.MarkLine::label)
                .containsExactly(TimelineLayout.Side.RIGHT, TimelineLayout.Side.NEITHER, TimelineLayout.Side.LEFT);
    }

    /// Every pixel of the PNG that is not under an arrow, a mark or a text shows the task that ran there.
    @Test
    void thePixelIsTheTasksColour() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
        assertThat(image.getWidth()).isEqualTo(picture.width());
        assertThat(image.getHeight()).isEqualTo(picture.height());
        int y = (int) lane("CPU 0").top() + 2;
        assertThat(image.getRGB((int) x(50), y)).isEqualTo(TaskColours.of(A).getRGB());
        assertThat(image.getRGB((int) x(450), y)).isEqualTo(TaskColours.of(C).getRGB());
        assertThat(image.getRGB((int) x(950), y)).isEqualTo(TaskColours.of(A).getRGB());
        assertThat(layout.at(x(450), y).orElseThrow().subject()).isEqualTo(C.number());
        assertThat(layout.at(x(950), lane("CPU 1").middle())).isEmpty();
        int low = (int) lane("a:101").top() + 1;
        assertThat(image.getRGB((int) x(450), low))
                .isEqualTo(Theme.LIGHT.of(Piece.Kind.WAITING).getRGB());
    }

    @Test
    void theSvgIsWellFormedAndNeedsNothing() throws Exception {
        for (Theme theme : Theme.values()) {
            Recording recording = SmallRecording.make();
            String svg = TimelinePicture.of(
                            recording, TimelineOptions.of(recording).withTheme(theme))
                    .svg();
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            var texts = document.getElementsByTagName("text");
            assertThat(IntStream.range(0, texts.getLength())
                            .mapToObj(i -> texts.item(i).getTextContent()))
                    .contains("Who ran where: vtime", "Linux 6.18.15 · 1 ms of guest time from 1.5 s")
                    .contains("c<&?>:103", "cell 3, freeze 1", "guest time (ms after 1 s)", "500.2");
            assertThat(document.getElementsByTagName("script").getLength()).isZero();
            assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "href", "url(");
        }
    }

    /// In `I`, or away since before the recording; in `D` it is blocked as any task.
    @Test
    void aKernelThreadWithNothingToDoSleeps() {
        var worker = new RecordedTask(5, 104, 104, "kworker", 120, true, "/");
        List<RecordedTask> tasks = List.of(IDLE0, IDLE1, A, B, C, worker);
        List<SchedEvent> events = List.of(
                new SchedEvent.Wakeup(at(100), 1, worker, 1),
                new SchedEvent.Switch(at(200), 1, IDLE1, LeavingState.RUNNABLE, worker),
                new SchedEvent.Switch(at(300), 1, worker, LeavingState.BLOCKED, IDLE1),
                new SchedEvent.Wakeup(at(400), 1, worker, 1),
                new SchedEvent.Switch(at(500), 1, IDLE1, LeavingState.RUNNABLE, worker),
                new SchedEvent.Switch(at(600), 1, worker, LeavingState.IDLE, IDLE1));
        var interval = new Recording.Interval(at(0), at(1_000), 2, 0, "EEVDF", "6.18.15", List.of());
        List<TaskAtStart> start =
                List.of(new TaskAtStart(IDLE1, TaskState.RUNNING, 1), new TaskAtStart(worker, TaskState.BLOCKED, 1));
        var recording = new Recording(interval, tasks, start, List.of(), events::forEach);
        assertThat(TimelinePicture.of(recording).layout().pieces())
                .filteredOn(piece -> piece.lane() == 4)
                .extracting(Piece::kind)
                .containsExactly(
                        Piece.Kind.SLEEPING,
                        Piece.Kind.WAITING,
                        Piece.Kind.RUNNING,
                        Piece.Kind.BLOCKED,
                        Piece.Kind.WAITING,
                        Piece.Kind.RUNNING,
                        Piece.Kind.SLEEPING);
    }

    @Test
    void aPartIsThatPart() {
        Recording recording = SmallRecording.make();
        TimelineLayout part = TimelinePicture.of(
                        recording,
                        TimelineOptions.of(recording)
                                .between(guest(450), guest(600))
                                .withTasks(task -> task == C))
                .layout();
        assertThat(part.pieces())
                .containsExactly(
                        piece(0, Piece.Kind.RUNNING, C, 0, 450, 500),
                        piece(0, Piece.Kind.RUNNING, A, 0, 500, 600),
                        piece(1, Piece.Kind.RUNNING, B, 1, 450, 600),
                        piece(4, Piece.Kind.RUNNING, C, 0, 450, 500),
                        piece(4, Piece.Kind.BLOCKED, C, 0, 500, 600));
        assertThat(part.arrows()).isEmpty();
        assertThat(part.marks()).isEmpty();
    }

    @Test
    void nothingHappened() throws IOException {
        Recording empty = SmallRecording.of(List.of(), 3, List.of("Linux 6.16 does not tell why tasks migrate."));
        TimelinePicture drawn = TimelinePicture.of(empty);
        assertThat(drawn.layout().notes())
                .containsExactly(
                        "no events in this interval",
                        "3 events were lost in the recording: what lies around them may be wrong",
                        "Linux 6.16 does not tell why tasks migrate.");
        TimelineOptions point = TimelineOptions.of(empty).between(guest(10), guest(10));
        TimelinePicture instant = TimelinePicture.of(empty, point);
        assertThat(instant.layout().pieces()).isEmpty();
        assertThat(instant.words()).contains("no events in this interval");
        assertThat(ImageIO.read(new ByteArrayInputStream(instant.png()))).isNotNull();
        assertThat(instant.svg()).contains("no events in this interval");
        assertThat(instant.html()).contains("<img");
    }
}
