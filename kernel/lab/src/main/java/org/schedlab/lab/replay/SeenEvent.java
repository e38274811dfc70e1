package org.schedlab.lab.replay;

/// What a recording tells, in the order of time. Times in ns of the recording's own clock.
sealed interface SeenEvent {
    long nanos();

    int cpu();

    /// A task as the recording names it.
    record Who(int pid, String name, int prio) {}

    /// One task leaves a CPU and another gets it.
    ///
    /// @param runnable whether the one who leaves could have run on
    record Switched(long nanos, int cpu, Who prev, boolean runnable, Who next) implements SeenEvent {}

    /// A task is woken.
    ///
    /// @param waker pid of who ran there; 0 if an interrupt woke
    record Woken(long nanos, int cpu, int waker, Who task) implements SeenEvent {}
}
