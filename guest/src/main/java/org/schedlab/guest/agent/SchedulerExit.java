package org.schedlab.guest.agent;

/// How a sched_ext scheduler ended. Source: struct scx_exit_info, kernel/sched/ext_internal.h (Linux
/// 6.18).
///
/// @param kind enum scx_exit_kind: 64 unregistered, 67 by sysrq-S, 1024 and more an error (1026: a
///     runnable task stalled)
/// @param code the scheduler's own exit code
/// @param reason the kind in words
/// @param message details; empty for an orderly end
public record SchedulerExit(long kind, long code, String reason, String message) {
    private static final long FIRST_ERROR = 1024;

    /// Whether the kernel or the scheduler called it an error.
    public boolean failed() {
        return kind >= FIRST_ERROR;
    }
}
