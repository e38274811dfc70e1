/// The commands about many runs: `./schedlab sweep …`, `regress`, `bisect` and `gauntlet`.
///
/// Open first: [org.schedlab.experiments.command.SweepCommand].
@NullMarked
package org.schedlab.experiments.command;

import org.jspecify.annotations.NullMarked;
