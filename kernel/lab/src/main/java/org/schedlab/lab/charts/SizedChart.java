package org.schedlab.lab.charts;

import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.schedlab.vm.LabException;

/// A chart with a size of its own. A cell whose value it is shows it so.
///
/// @param width in pixels, 100 to 4000
/// @param height the same
public record SizedChart(JFreeChart chart, int width, int height) {
    /// What charts have that nobody gave a size.
    public static final int USUAL_WIDTH = 720;

    /// The same.
    public static final int USUAL_HEIGHT = 400;

    private static final int LEAST = 100;
    private static final int MOST = 4000;

    public SizedChart {
        if (Math.min(width, height) < LEAST || Math.max(width, height) > MOST) {
            throw LabException.asked(String.format(Locale.ROOT, "a chart cannot be %d by %d pixels", width, height))
                    .available(String.format(Locale.ROOT, "%d to %d each way", LEAST, MOST))
                    .remedy(String.format(Locale.ROOT, "usual is %d by %d", USUAL_WIDTH, USUAL_HEIGHT))
                    .exception();
        }
    }

    /// Of the usual size.
    public static SizedChart of(JFreeChart chart) {
        return new SizedChart(chart, USUAL_WIDTH, USUAL_HEIGHT);
    }
}
