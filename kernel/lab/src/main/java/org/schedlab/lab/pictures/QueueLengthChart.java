package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.charts.CpuRowsChart;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// How many tasks waited for each CPU over guest time: runnable, not running, and on its run queue (or its to take).
/// Stateless; safe to share.
public final class QueueLengthChart {
    private static final int COLUMNS = 500;

    private QueueLengthChart() {}

    /// Draws the chart of a whole recording.
    public static JFreeChart of(Recording recording) {
        Recording.Interval all = recording.interval();
        long column = Math.max(1, Math.ceilDiv(all.length(), COLUMNS));
        int columns = (int) Math.ceilDiv(all.length(), column);
        WaitingLevels levels = new WaitingLevels(all.cpus(), all.from(), all.from() + columns * column, columns);
        TaskIntervals.forEach(recording, each -> {
            if (each.state() == TaskState.RUNNABLE && !each.task().idle()) {
                levels.add(each.cpu(), each.from(), each.to());
            }
        });
        String caption = Titles.place(recording)
                + "\ntasks that are runnable, not running, and wait for this CPU: mean over each "
                + TimeText.length(column) + (levels.most() == 0 ? "\nno task waited" : "") + Titles.missing(all);
        return CpuRowsChart.of(
                new CpuRowsChart.Content(Titles.of("Waiting tasks per CPU", all), caption, samples(levels, recording)));
    }

    private static List<CpuRowsChart.Sample> samples(WaitingLevels levels, Recording recording) {
        List<CpuRowsChart.Sample> samples = new ArrayList<>();
        for (int column = 0; column <= levels.columns(); column++) {
            List<Double> values = new ArrayList<>();
            for (int cpu = 0; cpu < recording.interval().cpus(); cpu++) {
                values.add(levels.mean(cpu, Math.min(column, levels.columns() - 1)));
            }
            samples.add(new CpuRowsChart.Sample(recording.guestTime(levels.edge(column)) / 1e6, values));
        }
        return samples;
    }
}
