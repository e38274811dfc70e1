package org.schedlab.hunt.run;

/// What came before a wait for a CPU. Each wait is of one kind only.
public enum WaitKind {
    /// The task was given other CPUs, another cgroup or another policy, or a CPU came or went.
    AFTER_MOVE("who is moved runs again", "waits after a move"),
    /// It was woken, or is new.
    WOKEN("who is woken runs", "waits after a wake-up"),
    /// It ran.
    PREEMPTED("nobody starves", "waits after it ran");

    private final String invariant;
    private final String way;

    WaitKind(String invariant, String way) {
        this.invariant = invariant;
        this.way = way;
    }

    /// What has to hold for waits of this kind, in a few words.
    String invariant() {
        return invariant;
    }

    /// In which way it breaks.
    String way() {
        return way;
    }
}
