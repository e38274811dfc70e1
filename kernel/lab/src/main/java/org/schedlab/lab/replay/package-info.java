/// Recordings of scheduling, made elsewhere or by the guest itself, as loads: who runs how long, sleeps, wakes whom.
///
/// Open first: [org.schedlab.lab.replay.Replay], then [org.schedlab.lab.replay.Model].
@NullMarked
package org.schedlab.lab.replay;

import org.jspecify.annotations.NullMarked;
