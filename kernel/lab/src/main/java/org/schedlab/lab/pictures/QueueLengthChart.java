package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.schedlab.lab.charts.ChartStyle;
import org.schedlab.lab.charts.CpuRowsChart;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// How many tasks waited for each CPU over guest time: runnable, not running, and on its run queue (or its to take).
/// Stateless; safe to share.
public final class QueueLengthChart {
    private static final int COLUMNS = 500;

    /// With more CPUs rows of lines are too low to be read: a block of colour for each CPU and column instead.
    private static final int MOST_ROWS = 16;

    /// Then there are fewer columns: each is a block for each CPU.
    private static final int BLOCK_COLUMNS = 150;

    private static final double MILLI = 1e6;

    private QueueLengthChart() {}

    /// Draws the chart of a whole recording.
    public static JFreeChart of(Recording recording) {
        Recording.Interval all = recording.interval();
        boolean rows = all.cpus() <= MOST_ROWS;
        long column = Math.max(1, Math.ceilDiv(all.length(), rows ? COLUMNS : BLOCK_COLUMNS));
        int columns = (int) Math.ceilDiv(all.length(), column);
        WaitingLevels levels = new WaitingLevels(all.cpus(), all.from(), all.from() + columns * column, columns);
        TaskIntervals.forEach(recording, each -> {
            if (each.state() == TaskState.RUNNABLE && !each.task().idle()) {
                levels.add(each.cpu(), each.from(), each.to());
            }
        });
        String title = Titles.of("Waiting tasks per CPU", all);
        String caption = Titles.place(recording)
                + "\ntasks that are runnable, not running, and wait for this CPU: mean over each "
                + TimeText.length(column) + (levels.most() == 0 ? "\nno task waited" : "") + Titles.missing(all);
        return rows
                ? CpuRowsChart.of(new CpuRowsChart.Content(title, caption, samples(levels, recording)))
                : blocks(title, caption, levels, recording);
    }

    private static JFreeChart blocks(String title, String caption, WaitingLevels levels, Recording recording) {
        int cpus = recording.interval().cpus();
        double[][] places = new double[3][cpus * levels.columns()];
        for (int at = 0; at < places[0].length; at++) {
            int column = at % levels.columns();
            int cpu = at / levels.columns();
            places[0][at] = recording.guestTime((levels.edge(column) + levels.edge(column + 1)) / 2) / MILLI;
            places[1][at] = cpu;
            places[2][at] = levels.mean(cpu, column);
        }
        double most = levels.most();
        double width = (levels.edge(1) - levels.edge(0)) / MILLI;
        var blocks = new HeatMap.Blocks(
                "waiting tasks", HeatMap.data("waiting tasks", places), width, Math.max(1e-3, most / 64), most);
        var time = ChartStyle.small(new NumberAxis("guest time [ms]"));
        time.setRange(
                recording.guestTime(levels.edge(0)) / MILLI,
                recording.guestTime(levels.edge(levels.columns())) / MILLI);
        var plot = HeatMap.plot(blocks, time, HeatMap.cpus("CPU", cpus));
        return HeatMap.withLegend(ChartStyle.chart(title, caption, plot, false), blocks);
    }

    private static List<CpuRowsChart.Sample> samples(WaitingLevels levels, Recording recording) {
        List<CpuRowsChart.Sample> samples = new ArrayList<>();
        for (int column = 0; column <= levels.columns(); column++) {
            List<Double> values = new ArrayList<>();
            for (int cpu = 0; cpu < recording.interval().cpus(); cpu++) {
                values.add(levels.mean(cpu, Math.min(column, levels.columns() - 1)));
            }
            samples.add(new CpuRowsChart.Sample(recording.guestTime(levels.edge(column)) / MILLI, values));
        }
        return samples;
    }
}
