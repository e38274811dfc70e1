/// Checkpoints on disk. Open first: [org.schedlab.vm.machine.internal.checkpoint.CheckpointFolder].
@NullMarked
package org.schedlab.vm.machine.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
