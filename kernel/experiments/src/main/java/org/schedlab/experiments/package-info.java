/// Experiments: one scenario on machines that differ in factors, their results as one table, and what the factors do
/// to the metrics.
///
/// Open first: [org.schedlab.experiments.Design], which names the factors, then
/// [org.schedlab.experiments.Experiment], which runs.
@NullMarked
package org.schedlab.experiments;

import org.jspecify.annotations.NullMarked;
