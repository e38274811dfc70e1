package org.schedlab.guest.work;

/// What a worker is to the kernel.
public enum CloneMode {
    /// A process of its own.
    FORK,
    /// A thread: all workers of one spawn are in one process. They are reported one by one.
    THREAD
}
