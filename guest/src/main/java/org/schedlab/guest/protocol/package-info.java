/// The wire between host and guest: one request in the mailbox, one pass of the agent, one reply.
/// Knows bytes and guest time, and nothing of what the commands mean.
///
/// Open first: [org.schedlab.guest.protocol.Exchange]. `src/main/c/mailbox.h` is the protocol, and
/// [org.schedlab.guest.protocol.MailboxLayout] its copy in Java.
@NullMarked
package org.schedlab.guest.protocol;

import org.jspecify.annotations.NullMarked;
