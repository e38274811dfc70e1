package org.schedlab.vm.freeze;

/// How many of the task checks a read of a task's field must pass.
public enum ReadMode {
    /// All of them, as a write: the task is at rest and sched_ext's.
    STRICT,
    /// Identity and liveness only, so that a running task or one of another class can be looked at.
    OBSERVE
}
