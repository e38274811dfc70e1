package org.schedlab.notebook.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/// A chart in words: title, axes, series. For consoles, and as the picture's alternative text.
final class ChartWords {
    private ChartWords() {}

    static String of(JFreeChart chart) {
        List<String> words = new ArrayList<>();
        words.add("chart: "
                + (chart.getTitle() == null
                        ? "without a title"
                        : chart.getTitle().getText()));
        Plot plot = chart.getPlot();
        switch (plot) {
            case CombinedDomainXYPlot rows -> {
                words.add(axes(rows.getDomainAxis(), null));
                subplots(rows).forEach(row -> words.add(label(row.getRangeAxis()) + ": " + series(row)));
            }
            case XYPlot xy -> {
                words.add(axes(xy.getDomainAxis(), xy.getRangeAxis()));
                words.add(series(xy));
            }
            case CombinedDomainCategoryPlot rows -> {
                List<CategoryPlot> measures = subplots(rows);
                words.add("across: " + things(measures.getFirst()));
                measures.forEach(row -> words.add(label(row.getRangeAxis()) + ": " + series(row)));
            }
            case CategoryPlot categories -> {
                words.add(axes(categories.getDomainAxis(), categories.getRangeAxis()));
                words.add(series(categories));
            }
            default -> words.add(plot.getPlotType());
        }
        return String.join("\n", words);
    }

    private static List<XYPlot> subplots(CombinedDomainXYPlot rows) {
        List<XYPlot> plots = new ArrayList<>();
        for (Object row : rows.getSubplots()) {
            plots.add((XYPlot) row);
        }
        return plots;
    }

    private static List<CategoryPlot> subplots(CombinedDomainCategoryPlot rows) {
        List<CategoryPlot> plots = new ArrayList<>();
        for (Object row : rows.getSubplots()) {
            plots.add((CategoryPlot) row);
        }
        return plots;
    }

    private static String series(CategoryPlot plot) {
        return "series: "
                + (plot.getDataset() == null ? "none" : join(plot.getDataset().getRowKeys()));
    }

    private static String things(CategoryPlot plot) {
        return plot.getDataset() == null ? "nothing" : join(plot.getDataset().getColumnKeys());
    }

    private static String axes(@Nullable Axis across, @Nullable Axis up) {
        return "axes: " + label(across) + " across" + (up == null ? "" : ", " + label(up) + " up");
    }

    private static String label(@Nullable Axis axis) {
        return axis == null || axis.getLabel() == null ? "(no label)" : axis.getLabel();
    }

    private static String series(XYPlot plot) {
        List<String> names = IntStream.range(0, plot.getDatasetCount())
                .mapToObj(plot::getDataset)
                .filter(java.util.Objects::nonNull)
                .flatMap(data -> IntStream.range(0, data.getSeriesCount())
                        .mapToObj(i -> data.getSeriesKey(i) + " (" + data.getItemCount(i) + " points)"))
                .toList();
        return "series: " + (names.isEmpty() ? "none" : String.join(", ", names));
    }

    private static String join(List<?> keys) {
        return keys.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
