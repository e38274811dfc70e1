package org.schedlab.notebook.display;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.xy.XYDataset;
import org.jspecify.annotations.Nullable;
import org.schedlab.lab.charts.SizedChart;

/// The numbers of a chart for the script that draws it in a page: lines, steps and bars. Of others there is only the
/// static picture. Stateless.
final class ChartData {
    /// More points make a page slow, and are not seen.
    private static final int MOST_POINTS = 40_000;

    private ChartData() {}

    /// As JavaScript; empty if it cannot be drawn so.
    static Optional<String> of(SizedChart sized) {
        JFreeChart chart = sized.chart();
        return switch (chart.getPlot()) {
            case CombinedDomainXYPlot rows -> lines(sized, rows.getDomainAxis(), subplots(rows.getSubplots()));
            case XYPlot one -> lines(sized, one.getDomainAxis(), List.of(one));
            case CombinedDomainCategoryPlot rows -> bars(sized, categories(rows.getSubplots()));
            case CategoryPlot one -> bars(sized, List.of(one));
            default -> Optional.empty();
        };
    }

    private static List<XYPlot> subplots(List<?> rows) {
        return rows.stream().map(XYPlot.class::cast).toList();
    }

    private static List<CategoryPlot> categories(List<?> rows) {
        return rows.stream().map(CategoryPlot.class::cast).toList();
    }

    private static Optional<String> lines(SizedChart sized, @Nullable ValueAxis across, List<XYPlot> rows) {
        List<String> drawn = new ArrayList<>();
        int points = 0;
        for (XYPlot row : rows) {
            boolean known = row.getRenderer() instanceof XYLineAndShapeRenderer
                    && row.getDatasetCount() == 1
                    && row.getAnnotations().isEmpty();
            if (!known || row.getDataset() == null || row.getRangeAxis() instanceof LogAxis) {
                return Optional.empty();
            }
            XYDataset data = row.getDataset();
            points += IntStream.range(0, data.getSeriesCount())
                    .map(data::getItemCount)
                    .sum();
            drawn.add("{%s,\"steps\":%b,\"series\":[%s]}"
                    .formatted(
                            axis(row.getRangeAxis()), row.getRenderer() instanceof XYStepRenderer, series(row, data)));
        }
        if (across == null || points == 0 || points > MOST_POINTS) {
            return Optional.empty();
        }
        String x = "{%s,\"log\":%b}".formatted(axis(across), across instanceof LogAxis);
        return Optional.of(whole(sized, x, drawn, legend(rows)));
    }

    private static String series(XYPlot row, XYDataset data) {
        return IntStream.range(0, data.getSeriesCount())
                .mapToObj(number -> "{\"name\":%s,\"colour\":%s,\"x\":%s,\"y\":%s}"
                        .formatted(
                                text(String.valueOf(data.getSeriesKey(number))),
                                colour(row, number),
                                numbers(IntStream.range(0, data.getItemCount(number))
                                        .mapToObj(item -> data.getXValue(number, item))
                                        .toList()),
                                numbers(IntStream.range(0, data.getItemCount(number))
                                        .mapToObj(item -> data.getYValue(number, item))
                                        .toList())))
                .collect(Collectors.joining(","));
    }

    private static String colour(XYPlot row, int number) {
        return hex(row.getRenderer().getItemPaint(number, 0));
    }

    private static List<String> legend(List<XYPlot> rows) {
        List<String> entries = new ArrayList<>();
        for (XYPlot row : rows) {
            for (int number = 0; number < row.getDataset().getSeriesCount(); number++) {
                String entry = entry(String.valueOf(row.getDataset().getSeriesKey(number)), colour(row, number));
                if (!entries.contains(entry)) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static Optional<String> bars(SizedChart sized, List<CategoryPlot> rows) {
        List<String> drawn = new ArrayList<>();
        for (CategoryPlot row : rows) {
            CategoryDataset data = row.getDataset();
            boolean known = row.getRenderer() instanceof BarRenderer
                    && !(row.getRenderer() instanceof StackedBarRenderer)
                    && PlotOrientation.VERTICAL.equals(row.getOrientation());
            if (!known || data == null || data.getColumnCount() == 0) {
                return Optional.empty();
            }
            drawn.add("{%s,\"series\":[%s]}"
                    .formatted(
                            axis(row.getRangeAxis()),
                            IntStream.range(0, data.getRowCount())
                                    .mapToObj(series -> "{\"name\":%s,\"colour\":%s,\"y\":%s}"
                                            .formatted(
                                                    text(String.valueOf(data.getRowKey(series))),
                                                    hex(row.getRenderer().getItemPaint(series, 0)),
                                                    numbers(IntStream.range(0, data.getColumnCount())
                                                            .mapToObj(column -> value(data, series, column))
                                                            .toList())))
                                    .collect(Collectors.joining(","))));
        }
        CategoryPlot first = rows.getFirst();
        CategoryDataset data = first.getDataset();
        String names = IntStream.range(0, data.getColumnCount())
                .mapToObj(column -> text(String.valueOf(data.getColumnKey(column))))
                .collect(Collectors.joining(","));
        List<String> legend = IntStream.range(0, data.getRowCount())
                .mapToObj(series -> entry(
                        String.valueOf(data.getRowKey(series)),
                        hex(first.getRenderer().getItemPaint(series, 0))))
                .toList();
        return Optional.of(
                whole(sized, "{\"label\":\"\",\"from\":0,\"to\":1,\"names\":[%s]}".formatted(names), drawn, legend));
    }

    private static double value(CategoryDataset data, int series, int column) {
        Number value = data.getValue(series, column);
        return value == null ? Double.NaN : value.doubleValue();
    }

    private static String whole(SizedChart sized, String across, List<String> rows, List<String> legend) {
        JFreeChart chart = sized.chart();
        List<String> captions = new ArrayList<>();
        for (Object subtitle : chart.getSubtitles()) {
            if (subtitle instanceof TextTitle words) {
                captions.add(text(words.getText()));
            }
        }
        return String.format(
                Locale.ROOT,
                "{\"title\":%s,\"captions\":[%s],\"width\":%d,\"height\":%d,\"x\":%s,\"rows\":[%s],\"legend\":[%s]}",
                text(chart.getTitle() == null ? "" : chart.getTitle().getText()),
                String.join(",", captions),
                sized.width(),
                sized.height(),
                across,
                String.join(",", rows),
                String.join(",", legend));
    }

    private static String axis(ValueAxis axis) {
        return "\"label\":%s,\"from\":%s,\"to\":%s"
                .formatted(
                        text(axis.getLabel() == null ? "" : axis.getLabel()),
                        number(axis.getRange().getLowerBound()),
                        number(axis.getRange().getUpperBound()));
    }

    private static String entry(String name, String colour) {
        return "{\"name\":%s,\"colour\":%s}".formatted(text(name), colour);
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(ChartData::number).collect(Collectors.joining(",", "[", "]"));
    }

    /// With as many digits as a double has; what is none is null.
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String hex(java.awt.Paint paint) {
        return paint instanceof Color colour
                ? String.format(Locale.ROOT, "\"#%06x\"", colour.getRGB() & 0xFFFFFF)
                : "\"#808080\"";
    }

    /// Quoted; no `<` is left, so nothing in it ends the script.
    private static String text(String words) {
        StringBuilder quoted = new StringBuilder("\"");
        words.codePoints().forEach(each -> {
            if (each == '"' || each == '\\' || each == '<' || each < ' ' || each == 0x2028 || each == 0x2029) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", each));
            } else {
                quoted.appendCodePoint(each);
            }
        });
        return quoted.append('"').toString();
    }
}
