package org.schedlab.lab.charts;

import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/// Several measures of the same things, one row of bars for each measure, one bar of each colour for
/// each group. Stateless; safe to share.
public final class GroupedBarsChart {
    private static final int FEW = 8;

    private GroupedBarsChart() {}

    /// What one chart shows.
    ///
    /// @param title what is shown
    /// @param caption where and how it was measured, shown small below the title
    /// @param measures their names with their units, one row of bars each
    /// @param groups what is compared, one colour each
    public record Content(String title, String caption, List<String> measures, List<Group> groups) {}

    /// One colour's bars.
    public record Group(String name, List<Bar> bars) {}

    /// One thing.
    ///
    /// @param name the same in every group
    /// @param values one for each measure
    public record Bar(String name, List<Double> values) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var things = new CategoryAxis();
        things.setTickLabelFont(ChartStyle.SMALL);
        boolean many = content.groups().stream().anyMatch(group -> group.bars().size() > FEW);
        things.setCategoryLabelPositions(many ? CategoryLabelPositions.UP_90 : CategoryLabelPositions.STANDARD);
        var rows = new CombinedDomainCategoryPlot(things);
        rows.setGap(6);
        for (int measure = 0; measure < content.measures().size(); measure++) {
            rows.add(row(content, measure));
        }
        return ChartStyle.chart(content.title(), content.caption(), rows, true);
    }

    private static CategoryPlot row(Content content, int measure) {
        var values = new DefaultCategoryDataset();
        for (Group group : content.groups()) {
            group.bars().forEach(bar -> values.addValue(bar.values().get(measure), group.name(), bar.name()));
        }
        var axis = new NumberAxis(content.measures().get(measure));
        axis.setLabelFont(ChartStyle.SMALL);
        axis.setTickLabelFont(ChartStyle.SMALL);
        var bars = new BarRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setItemMargin(0.05);
        bars.setDefaultSeriesVisibleInLegend(measure == 0);
        for (int group = 0; group < content.groups().size(); group++) {
            bars.setSeriesPaint(group, CpuColours.of(group));
        }
        var plot = new CategoryPlot(values, null, axis, bars);
        return plot;
    }
}
