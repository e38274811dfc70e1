package org.schedlab.vm.machine.internal.host;

/// Something outside of this JVM that must not outlive it.
public interface ClosedAtExit {
    /// Ends it. Idempotent, thread-safe.
    void close();
}
