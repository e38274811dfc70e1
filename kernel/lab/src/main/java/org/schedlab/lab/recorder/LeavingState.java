package org.schedlab.lab.recorder;

/// In which state a task left its CPU, as ftrace's `sched_switch` tells it (`prev_state`,
/// include/trace/events/sched.h, 6.16 to 7.3).
public enum LeavingState {
    /// It could run on: it yielded, or another was picked when it had called the scheduler.
    RUNNABLE("R"),
    /// It could run on, and was preempted.
    PREEMPTED("R+"),
    SLEEPING("S"),
    /// Sleeps and does not take signals.
    BLOCKED("D"),
    STOPPED("T"),
    TRACED("t"),
    DEAD("X"),
    ZOMBIE("Z"),
    PARKED("P"),
    /// Sleeps as [#BLOCKED], and is not counted as load (kernel threads).
    IDLE("I");

    private final String letter;

    LeavingState(String letter) {
        this.letter = letter;
    }

    /// As ftrace and ps write it.
    public String letter() {
        return letter;
    }

    /// Whether the task wants to run on.
    public boolean runnable() {
        return this == RUNNABLE || this == PREEMPTED;
    }
}
