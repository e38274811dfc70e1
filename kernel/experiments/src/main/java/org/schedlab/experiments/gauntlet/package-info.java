/// One scheduler on many topologies and kernels under a set of standard loads, with verdicts.
///
/// Open first: [org.schedlab.experiments.gauntlet.Gauntlet].
@NullMarked
package org.schedlab.experiments.gauntlet;

import org.jspecify.annotations.NullMarked;
