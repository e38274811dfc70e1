package org.schedlab.lab.flightrecorder.internal;

import org.schedlab.lab.recorder.LeavingState;

/// The kernel's numbers for the states of tasks. Source: `include/linux/sched.h` (`__task_state_index`), Linux
/// 6.16 to 7.3.
final class States {
    private static final long IDLE = 0x402;
    private static final long INTERRUPTIBLE = 0x1;
    private static final long STOPPED = 0x4;
    private static final long TRACED = 0x8;
    private static final long EXIT_DEAD = 0x10;
    private static final long EXIT_ZOMBIE = 0x20;
    private static final long PARKED = 0x40;

    private States() {}

    /// What ftrace writes for a task that sleeps.
    ///
    /// @param state `__state`
    /// @param exit `exit_state`
    static LeavingState of(long state, long exit) {
        if ((state & IDLE) == IDLE) {
            return LeavingState.IDLE;
        }
        long all = state | exit;
        if ((all & PARKED) != 0) {
            return LeavingState.PARKED;
        }
        if ((all & EXIT_ZOMBIE) != 0) {
            return LeavingState.ZOMBIE;
        }
        if ((all & EXIT_DEAD) != 0) {
            return LeavingState.DEAD;
        }
        if ((all & TRACED) != 0) {
            return LeavingState.TRACED;
        }
        if ((all & STOPPED) != 0) {
            return LeavingState.STOPPED;
        }
        return (all & INTERRUPTIBLE) != 0 ? LeavingState.SLEEPING : LeavingState.BLOCKED;
    }
}
