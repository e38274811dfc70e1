package org.schedlab.vm.machine.internal;

/// Something outside of this JVM that must not outlive it.
public interface ClosedAtExit {
    /// Ends it. Idempotent, thread-safe.
    void close();
}
