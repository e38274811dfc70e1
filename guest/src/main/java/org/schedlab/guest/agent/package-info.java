/// The commands that the guest's agent carries out: moves guest time, spawns workers, attaches
/// schedulers, changes cgroups, starts programs, reads files. Turns values into the mailbox's bytes
/// and replies into values.
///
/// Open first: [org.schedlab.guest.agent.Agent]. The other end is `src/main/c/agent.c`; the wire
/// between them is [org.schedlab.guest.protocol].
@NullMarked
package org.schedlab.guest.agent;

import org.jspecify.annotations.NullMarked;
