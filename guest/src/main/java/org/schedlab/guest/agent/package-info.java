/// The client of the guest's agent: moves guest time, spawns workers, attaches schedulers, reads
/// files.
///
/// Open first: [org.schedlab.guest.agent.Agent]. The other end is `src/main/c/agent.c`;
/// `src/main/c/mailbox.h` is the protocol, and [org.schedlab.guest.agent.MailboxLayout] its copy in
/// Java.
@NullMarked
package org.schedlab.guest.agent;

import org.jspecify.annotations.NullMarked;
