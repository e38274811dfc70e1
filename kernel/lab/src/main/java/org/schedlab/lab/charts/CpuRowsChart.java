package org.schedlab.lab.charts;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;

/// A value of every CPU over guest time: one row per CPU above a shared time axis, all rows to one
/// scale.
///
/// Values are drawn as steps, because a sample says what was true at its instant and nothing about
/// the way to the next. Stateless; safe to share.
public final class CpuRowsChart {
    private CpuRowsChart() {}

    /// The values of all CPUs at one instant.
    ///
    /// @param guestTimeMillis the instant, in ms of guest time
    /// @param valueByCpu the value on CPU 0, 1, …
    public record Sample(double guestTimeMillis, List<Double> valueByCpu) {}

    /// What one chart shows.
    ///
    /// @param title the chart's title: what is shown, with its unit where it has one
    /// @param caption where and how it was measured, shown small below the title; may have several
    ///     lines
    /// @param samples the measured values in order of time; each with as many CPUs as the first
    public record Content(String title, String caption, List<Sample> samples) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        List<Sample> samples = content.samples();
        int cpus = samples.isEmpty() ? 0 : samples.getFirst().valueByCpu().size();
        DoubleSummaryStatistics span = samples.stream()
                .flatMap(sample -> sample.valueByCpu().stream())
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        List<XYPlot> rows = IntStream.range(0, cpus)
                .mapToObj(cpu -> row(samples, cpu, span))
                .toList();
        return StepRows.chart(content.title(), content.caption(), rows);
    }

    private static XYPlot row(List<Sample> samples, int cpu, DoubleSummaryStatistics span) {
        var series = new XYSeries("CPU " + cpu);
        samples.forEach(sample ->
                series.add(sample.guestTimeMillis(), sample.valueByCpu().get(cpu)));
        var axis = new NumberAxis("CPU " + cpu);
        double lowest = Math.min(0, span.getMin());
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        axis.setRange(lowest, span.getMax() + Math.max(0.5, (span.getMax() - lowest) * 0.1));
        return StepRows.row(series, axis, cpu);
    }
}
