/// The past of a session: checkpoints on shared memory. Open first:
/// [org.schedlab.lab.time.SessionHistory].
@NullMarked
package org.schedlab.lab.time;

import org.jspecify.annotations.NullMarked;
