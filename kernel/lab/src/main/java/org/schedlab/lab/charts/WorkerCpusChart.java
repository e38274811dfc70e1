package org.schedlab.lab.charts;

import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Which CPU each worker was on over guest time: a row for each worker, one step for each migration.
/// Stateless; safe to share.
public final class WorkerCpusChart {
    private WorkerCpusChart() {}

    /// From this instant on a worker was seen on this CPU.
    public record Stay(double guestTimeMillis, int cpu) {}

    /// A worker's row.
    ///
    /// @param worker its name
    /// @param stays in order of time; the last one is where the line ends
    public record Row(String worker, List<Stay> stays) {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption where and how it was measured, shown small below the title; may have several
    ///     lines
    /// @param cpus how many CPUs the machine has
    /// @param rows from top to bottom
    public record Content(String title, String caption, int cpus, List<Row> rows) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var time = ChartStyle.small(new NumberAxis("guest time [ms]"));
        time.setAutoRangeIncludesZero(false);
        time.setLowerMargin(0);
        time.setUpperMargin(0);
        var rows = new CombinedDomainXYPlot(time);
        rows.setOrientation(PlotOrientation.VERTICAL);
        rows.setGap(6);
        for (int number = 0; number < content.rows().size(); number++) {
            rows.add(row(content.rows().get(number), number, content.cpus()));
        }
        return ChartStyle.chart(content.title(), content.caption(), rows, false);
    }

    private static XYPlot row(Row row, int number, int cpus) {
        var series = new XYSeries(row.worker(), false);
        row.stays().forEach(stay -> series.add(stay.guestTimeMillis(), stay.cpu()));
        var cpu = ChartStyle.small(new NumberAxis(row.worker() + " on CPU"));
        cpu.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        cpu.setRange(-0.5, cpus - 0.5);
        var steps = new XYStepRenderer();
        steps.setSeriesPaint(0, CpuColours.of(number));
        steps.setSeriesStroke(0, ChartStyle.LINE);
        return ChartStyle.ruled(new XYPlot(new XYSeriesCollection(series), null, cpu, steps));
    }
}
