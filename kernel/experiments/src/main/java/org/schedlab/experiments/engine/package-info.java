/// What runs the shards of a sweep on many hosts: Slurm, GNU parallel over ssh; files for others. An
/// engine only keeps workers alive; what is done and what is missing is in the store.
///
/// Open first: [org.schedlab.experiments.engine.Engine].
@NullMarked
package org.schedlab.experiments.engine;

import org.jspecify.annotations.NullMarked;
