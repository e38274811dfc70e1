/// Pictures of what an experiment says: intervals, pairs, two factors at once, two metrics at once. A chart is made
/// from
/// values that a table shows too.
///
/// Open first: [org.schedlab.experiments.charts.IntervalsChart]. Knows no machine and no experiment.
@NullMarked
package org.schedlab.experiments.charts;

import org.jspecify.annotations.NullMarked;
