package org.schedlab.vm.machine.internal.stop;

import java.io.IOException;
import java.time.Duration;

import org.schedlab.vm.spec.Stop;

/// How a guest is let go and met where it stands. Used by one thread at a time.
public interface Meeting {
    /// Waits until the guest stands.
    ///
    /// @return why it stands, or [Stop.OutOfTime]; what ended QEMU is not known here
    /// @throws java.io.EOFException QEMU is gone
    Stop await(Duration atMost) throws IOException;

    /// Lets the guest's agent do what is in its mailbox; the guest stands when that is done.
    ///
    /// @throws java.io.EOFException QEMU is gone
    void release() throws IOException;
}
