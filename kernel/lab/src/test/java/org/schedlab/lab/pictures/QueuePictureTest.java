package org.schedlab.lab.pictures;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.EevdfRule;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.GroupShare;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.runqueues.WaitingTask;

import static org.assertj.core.api.Assertions.assertThat;

/// Queues made by hand, drawn.
final class QueuePictureTest {
    private static final long NICE_0 = 1 << 20;

    private static FairEntity task(String name, int pid, long vruntime) {
        return new FairEntity(
                pid,
                name + ":" + pid,
                pid,
                "/",
                NICE_0,
                vruntime,
                vruntime + 1_400_000,
                1_400_000,
                0,
                false,
                3_000_000);
    }

    private static QueueInstant instant(long nanos, List<FairEntity> waiting, List<WaitingTask> inDsq) {
        FairEntity runs = task("runs<1>", 7, 1_000_000);
        FairQueue fair = new FairQueue(
                "/",
                0,
                10,
                0,
                0,
                waiting.size() + 1,
                waiting.size() + 1,
                waiting.size() + 1,
                false,
                waiting,
                runs,
                0,
                List.of(),
                new EevdfRule(true, true));
        CpuQueue cpu = new CpuQueue(
                0,
                "runs<1>:7",
                "runs<1>:7",
                false,
                3,
                false,
                List.of(fair),
                0,
                List.of(),
                0,
                List.of(),
                0,
                List.of(),
                false,
                new CpuQueue.IdleMasks(false, false));
        return new QueueInstant(
                nanos,
                List.of(cpu),
                List.of(new DispatchQueue(new Dsq(5, -1), 0, inDsq.size(), true, false, inDsq)),
                List.of(new GroupShare(
                        "/web",
                        100,
                        5_000_000,
                        20_000_000,
                        1_000_000,
                        3,
                        1,
                        List.of(new GroupShare.OnCpu(1, true, true, 0)))));
    }

    private static WaitingTask waits(int pid) {
        return new WaitingTask("w:" + pid, pid, false, pid * 1_000_000L, 0, 2_500_000);
    }

    private final QueueInstant first = instant(
            1_000_000_000, List.of(task("late", 8, 3_000_000), task("early", 9, 0)), List.of(waits(20), waits(21)));

    @Test
    void allThatIsThereIsDrawn() throws IOException {
        QueuePicture picture = QueuePicture.of(first, "EEVDF", "at 1 s of guest time");

        assertThat(picture.svg())
                .contains("Who waits where: EEVDF", "runs&lt;1&gt;:7 (runs)", "early:9", "late:8")
                .contains("lag +1.33 ms", "lag -1.67 ms", "DSQ 5", "v 20.00 ms, waits 2.5 ms")
                .contains("1 ms of 5 ms every 20 ms · throttled on CPU 0")
                .doesNotContain("runs<1>");
        assertThat(picture.words())
                .contains("CPU 0: runs runs<1>:7, nr_running 3; EEVDF would pick early:9", "DSQ 5: w:20, w:21");
        assertThat(ImageIO.read(new ByteArrayInputStream(
                                picture.withTheme(Theme.DARK).png()))
                        .getHeight())
                .isEqualTo(picture.height());
    }

    @Test
    void longQueuesAreCutAndSaySo() {
        List<FairEntity> many = java.util.stream.IntStream.range(100, 140)
                .mapToObj(pid -> task("t", pid, pid * 10_000L))
                .toList();
        List<WaitingTask> waiting = java.util.stream.IntStream.range(200, 240)
                .mapToObj(QueuePictureTest::waits)
                .toList();
        String svg = QueuePicture.of(instant(1, many, waiting), "EEVDF", "").svg();

        assertThat(svg).contains("and 25 more", "and 36 more", "t:114").doesNotContain("t:115<");
    }

    @Test
    void emptyQueuesAreDrawnIfTheSchedulerMadeThem() {
        List<DispatchQueue> empty = Stream.of(new Dsq(0, -1), new Dsq(1L << 63 | 1, -1), new Dsq(0, 0))
                .map(dsq -> new DispatchQueue(dsq, 0, 0, false, false, List.of()))
                .toList();
        String svg = QueuePicture.of(new QueueInstant(1, first.cpus(), empty, List.of()), "mine", "")
                .svg();

        assertThat(svg).contains("DSQ 0").doesNotContain("DSQ global", "DSQ local");
    }

    @Test
    void framesOfAMovieAreOfOneSize() {
        QueueInstant second = instant(1_001_000_000, List.of(), List.of());
        QueueMovie movie = QueueMovie.of(List.of(first, second), "EEVDF", "Linux");

        assertThat(movie.frames()).isEqualTo(2);
        assertThat(movie.frame(1).height()).isEqualTo(movie.frame(0).height());
        assertThat(movie.frame(1).svg()).contains("+1.000 ms").doesNotContain("early:9");
        assertThat(movie.html())
                .startsWith("<div data-schedlab-queues=")
                .contains("<img alt=", "show('")
                .hasSizeLessThan(40_000);
        assertThat(movie.svg().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(movie.frame(0).svg().getBytes(StandardCharsets.UTF_8));
        List<QueueInstant> many = java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(each -> instant(each, List.of(), List.of()))
                .toList();
        assertThat(QueueMovie.of(many, "EEVDF", "").frames()).isEqualTo(QueueMovie.MOST_FRAMES);
        assertThat(QueueMovie.of(many, "EEVDF", "").words()).startsWith("300 of 1000 instants");
    }
}
