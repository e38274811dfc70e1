package org.schedlab.lab.pictures;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.schedlab.lab.charts.ChartStyle;
import org.schedlab.lab.charts.CpuColours;
import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.Recording;

/// How many tasks were in each dispatch queue (DSQ) over guest time: a row for each of the deepest. Stateless; safe
/// to share.
public final class DsqDepthChart {
    private static final int COLUMNS = 1000;
    private static final int MOST_ROWS = 8;
    private static final double MILLI = 1e6;

    private DsqDepthChart() {}

    /// Draws the chart of a whole recording. Without a scheduler that uses DSQs it says so.
    public static JFreeChart of(Recording recording) {
        Recording.Interval all = recording.interval();
        long column = Math.max(1, Math.ceilDiv(all.length(), COLUMNS));
        Map<Dsq, DsqDepths.Depth> queues = DsqDepths.of(recording, column).queues();
        List<Map.Entry<Dsq, DsqDepths.Depth>> deepest = queues.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> -each.getValue().most()))
                .limit(MOST_ROWS)
                .sorted(Map.Entry.comparingByKey())
                .toList();
        var time = ChartStyle.small(new NumberAxis("guest time [ms]"));
        time.setRange(
                recording.guestTime(all.from()) / MILLI,
                recording.guestTime(Math.max(all.from() + 1, all.to())) / MILLI);
        var rows = new CombinedDomainXYPlot(time);
        rows.setGap(6);
        for (var each : deepest) {
            List<DsqDepths.Step> steps = each.getValue().steps(all.to()).stream()
                    .map(step -> new DsqDepths.Step(recording.guestTime(step.nanos()), step.depth()))
                    .toList();
            rows.add(row(
                    DsqDepths.label(each.getKey()), steps, rows.getSubplots().size()));
        }
        if (deepest.isEmpty()) {
            rows.add(row("DSQ", List.of(), 0));
        }
        String hidden = queues.size() > deepest.size()
                ? "\nthe " + deepest.size() + " deepest of " + queues.size() + " DSQs"
                : "";
        String caption = Titles.place(recording)
                + "\ntasks inserted and not yet taken out; CPU: its local DSQ; the greatest number in each "
                + TimeText.length(column)
                + "\nat the beginning: as many as were taken out later without having been put in" + hidden
                + Titles.missing(all);
        return ChartStyle.chart(Titles.of("Tasks per DSQ", all), caption, rows, false);
    }

    private static XYPlot row(String label, List<DsqDepths.Step> steps, int number) {
        var points = new XYSeries(label, false);
        steps.forEach(step -> points.add(step.nanos() / MILLI, step.depth()));
        var depth = ChartStyle.small(new NumberAxis(label));
        depth.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        int most = steps.stream().mapToInt(DsqDepths.Step::depth).max().orElse(1);
        depth.setRange(0, Math.max(1, most) * 1.1);
        var renderer = new XYStepRenderer();
        renderer.setSeriesPaint(0, CpuColours.of(number));
        renderer.setSeriesStroke(0, ChartStyle.LINE);
        var data = new XYSeriesCollection();
        if (!steps.isEmpty()) {
            data.addSeries(points);
        }
        var plot = ChartStyle.ruled(new XYPlot(data, null, depth, renderer));
        plot.setNoDataMessage("no task was put into a DSQ or taken out");
        return plot;
    }
}
