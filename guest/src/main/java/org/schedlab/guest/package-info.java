/// What runs inside the guest, and how to talk to it.
///
/// Open first: [org.schedlab.guest.agent.Agent], the client of the program that is the guest's
/// `/init`. That program is in `src/main/c` (start with `mailbox.h`), the schedulers it attaches are
/// in `src/main/bpf`, and [org.schedlab.guest.Initramfs] packs it for a boot.
@NullMarked
package org.schedlab.guest;

import org.jspecify.annotations.NullMarked;
