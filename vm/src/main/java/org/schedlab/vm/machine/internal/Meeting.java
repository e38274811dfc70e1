package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.time.Duration;

/// How a guest is let go from its freeze point and met there again. Used by one thread at a time.
public interface Meeting {
    /// Waits until the guest is at its freeze point and stands still.
    ///
    /// @return whether it got there in time
    /// @throws java.io.EOFException QEMU is gone
    boolean await(Duration atMost) throws IOException;

    /// Lets a guest that is at its freeze point go on to the next.
    ///
    /// @throws java.io.EOFException QEMU is gone
    void release() throws IOException;
}
