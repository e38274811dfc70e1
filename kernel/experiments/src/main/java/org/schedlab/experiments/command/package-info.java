/// The commands about sweeps: `./schedlab sweep …` and `./schedlab regress …`.
///
/// Open first: [org.schedlab.experiments.command.SweepCommand].
@NullMarked
package org.schedlab.experiments.command;

import org.jspecify.annotations.NullMarked;
