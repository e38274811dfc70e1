package org.schedlab.lab.recorder;

/// What a task does over an interval.
public enum TaskState {
    RUNNING,
    /// It could run and waits for a CPU.
    RUNNABLE,
    /// It waits for something and takes signals, or is stopped.
    SLEEPING,
    /// It waits for something and takes no signals (`D`, `I`).
    BLOCKED,
    /// It has exited.
    DEAD;

    /// What a task does after it has left its CPU.
    public static TaskState after(LeavingState left) {
        return switch (left) {
            case RUNNABLE, PREEMPTED -> RUNNABLE;
            case SLEEPING, STOPPED, TRACED, PARKED -> SLEEPING;
            case BLOCKED, IDLE -> BLOCKED;
            case DEAD, ZOMBIE -> DEAD;
        };
    }
}
