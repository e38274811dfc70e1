package org.schedlab.lab.charts;

import org.jfree.chart.JFreeChart;

/// Something that can be seen as a chart. A cell whose value is charted shows the chart, and its
/// table below when it is [org.schedlab.lab.tables.Tabular] too.
public interface Charted {
    /// The picture, with units in the axis labels.
    JFreeChart chart();
}
