/// JFreeChart views of what a session measured. A chart is made from values that a table shows too.
///
/// Open first: [org.schedlab.lab.charts.CpuRowsChart]. Knows no machine and no Jupyter.
@NullMarked
package org.schedlab.lab.charts;

import org.jspecify.annotations.NullMarked;
