/// Tests of real machines with the smallest guest (`src/test/c/guest.c`). Open first:
/// [org.schedlab.vm.machine.TestGuest].
@NullMarked
package org.schedlab.vm.machine;

import org.jspecify.annotations.NullMarked;
