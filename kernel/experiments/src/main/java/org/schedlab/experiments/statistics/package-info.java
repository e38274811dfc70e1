/// Whether two samples differ, by how much, and how sure that is: rank tests, intervals by bootstrap, effect sizes,
/// gates, corrections for many metrics.
///
/// Open first: [org.schedlab.experiments.statistics.Comparer]. Values only: knows no machine and no experiment.
@NullMarked
package org.schedlab.experiments.statistics;

import org.jspecify.annotations.NullMarked;
