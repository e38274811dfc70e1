package org.schedlab.lab.pictures;

import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.pictures.SmallRecording.A;
import static org.schedlab.lab.pictures.SmallRecording.B;
import static org.schedlab.lab.pictures.SmallRecording.C;
import static org.schedlab.lab.pictures.SmallRecording.at;

class RecordingChartsTest {
    private static final long GLOBAL = 1L << 63 | 1;
    private static final long LOCAL = 1L << 63 | 2;

    private final Recording nothing = SmallRecording.of(List.of(), 0, List.of());

    private static String captions(JFreeChart chart) {
        StringBuilder text = new StringBuilder();
        for (Object each : chart.getSubtitles()) {
            text.append(each instanceof TextTitle title ? title.getText() + "\n" : "");
        }
        return text.toString();
    }

    @Test
    void migrationsAreCountedByPair() {
        Recording recording = SmallRecording.of(
                List.of(
                        new SchedEvent.Migrated(at(1), 0, A, 0, 1, ""),
                        new SchedEvent.Migrated(at(2), 0, B, 0, 1, ""),
                        new SchedEvent.Migrated(at(3), 1, A, 1, 0, "")),
                2,
                List.of());
        assertThat(MigrationChart.counts(recording)).isDeepEqualTo(new int[][] {{0, 2}, {1, 0}});
        JFreeChart chart = MigrationChart.of(recording);
        assertThat(chart.getTitle().getText()).isEqualTo("Migrations CPU to CPU: vtime");
        assertThat(captions(chart)).contains("Linux 6.18.15 · 1 ms", "3 in all", "2 events were lost");
        var plot = (XYPlot) chart.getPlot();
        assertThat(plot.getDomainAxis().getLabel()).isEqualTo("to CPU");
        assertThat(plot.getDataset().getItemCount(0)).isEqualTo(4);
        assertThat(chart.createBufferedImage(300, 200)).isNotNull();
    }

    /// 40 µs at 110 µs for CPU 1: of columns of 2 µs the ones from 55 to 74.
    @Test
    void waitingTasksPerCpu() {
        JFreeChart chart = QueueLengthChart.of(SmallRecording.make());
        assertThat(chart.getTitle().getText()).isEqualTo("Waiting tasks per CPU: vtime");
        assertThat(captions(chart)).contains("mean over each 2 µs");
        var rows = (CombinedDomainXYPlot) chart.getPlot();
        var second = rows.getSubplots().get(1).getDataset();
        assertThat(second.getYValue(0, 54)).isZero();
        assertThat(second.getYValue(0, 55)).isEqualTo(1);
        assertThat(second.getYValue(0, 74)).isEqualTo(1);
        assertThat(second.getYValue(0, 75)).isZero();
        assertThat(second.getXValue(0, 55)).isCloseTo(1500.11, within(1e-9));
    }

    @Test
    void manyCpusAreBlocks() {
        JFreeChart chart = QueueLengthChart.of(new DemoRecording(32, 40, 20_000_000, 95_000).make());
        var plot = (XYPlot) chart.getPlot();
        assertThat(plot.getDomainAxis().getLabel()).isEqualTo("guest time [ms]");
        assertThat(plot.getDataset().getItemCount(0)).isEqualTo(32 * 150);
        assertThat(chart.createBufferedImage(300, 200)).isNotNull();
    }

    @Test
    void depthsOfQueues() {
        Recording recording = SmallRecording.of(
                List.of(
                        new SchedEvent.DsqRemoved(at(50), 0, C, 5, -1),
                        new SchedEvent.DsqInserted(at(100), 0, A, 5, -1, 20, 0, 0),
                        new SchedEvent.DsqInserted(at(100), 0, B, 5, -1, 20, 0, 0),
                        new SchedEvent.DsqRemoved(at(100), 0, A, 5, -1),
                        new SchedEvent.DsqInserted(at(200), 0, A, LOCAL, 1, 20, 0, 0),
                        new SchedEvent.DsqInserted(at(200), 0, C, GLOBAL, -1, 20, 0, 0)),
                0,
                List.of());
        DsqDepths depths = DsqDepths.of(recording, 1_000);
        assertThat(depths.queues().keySet()).extracting(DsqDepths::label).containsExactly("DSQ 5", "global", "CPU 1");
        assertThat(depths.queues().get(new Dsq(5, -1)).steps(at(1_000)))
                .containsExactly(
                        new DsqDepths.Step(at(0), 1),
                        new DsqDepths.Step(at(1), 1),
                        new DsqDepths.Step(at(50), 1),
                        new DsqDepths.Step(at(51), 0),
                        new DsqDepths.Step(at(100), 2),
                        new DsqDepths.Step(at(1_000), 1));
        JFreeChart chart = DsqDepthChart.of(recording);
        assertThat(chart.getTitle().getText()).isEqualTo("Tasks per DSQ: vtime");
        var rows = (CombinedDomainXYPlot) chart.getPlot();
        assertThat(rows.getSubplots().getFirst().getRangeAxis().getLabel()).isEqualTo("DSQ 5");
        assertThat(chart.createBufferedImage(300, 200)).isNotNull();
    }

    @Test
    void whoWakesWhom() {
        WakeGraph graph = WakeGraph.of(SmallRecording.make());
        assertThat(graph.nodes())
                .containsExactly(
                        new WakeGraph.Node(Wake.INTERRUPT, "interrupts", 1),
                        new WakeGraph.Node(A.number(), "a:101", 1),
                        new WakeGraph.Node(B.number(), "b:102", 1),
                        new WakeGraph.Node(C.number(), C.label(), 1));
        assertThat(graph.edges()).containsExactlyInAnyOrder(new WakeGraph.Edge(0, 3, 1), new WakeGraph.Edge(1, 2, 1));
        assertThat(graph.notes()).isEmpty();
        assertThat(graph.svg())
                .contains("c&lt;&amp;?&gt;:103", "Who wakes whom: vtime")
                .doesNotContain("href");
        assertThat(graph.html()).startsWith("<img alt=\"wake graph: Who wakes whom: vtime");
    }

    @Test
    void ofManyTheMostFrequentAreShown() {
        WakeGraph graph = WakeGraph.of(new DemoRecording(8, 100, 100_000_000, 95_000).make());
        assertThat(graph.nodes()).hasSize(24);
        assertThat(graph.edges()).isSortedAccordingTo(java.util.Comparator.comparingLong(WakeGraph.Edge::count));
        assertThat(graph.notes().getFirst()).startsWith("24 of 102 wakers and woken tasks and ");
        assertThat(graph.png()).isNotEmpty();
    }

    @Test
    void nothingHappened() {
        for (JFreeChart chart :
                List.of(QueueLengthChart.of(nothing), DsqDepthChart.of(nothing), MigrationChart.of(nothing))) {
            assertThat(chart.createBufferedImage(300, 200)).isNotNull();
        }
        assertThat(captions(QueueLengthChart.of(nothing))).contains("no task waited");
        assertThat(captions(MigrationChart.of(nothing))).contains("there was none");
        WakeGraph graph = WakeGraph.of(nothing);
        assertThat(graph.words()).contains("no task was woken in this interval");
        assertThat(graph.png()).isNotEmpty();
    }
}
