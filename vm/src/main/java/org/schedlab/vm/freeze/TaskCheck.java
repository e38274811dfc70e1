package org.schedlab.vm.freeze;

/// What must hold of a task before its fields are read or written, in the order it is checked.
public enum TaskCheck {
    /// A task of that pid is there.
    PID(1, "pid"),
    /// It is the one that was meant: same start time as in /proc/PID/stat.
    START_TIME(2, "start time"),
    /// It has not exited.
    ALIVE(3, "not dead"),
    /// It is not on a run queue.
    OFF_RUN_QUEUE(4, "on_rq"),
    /// It is on no dispatch queue and on no list of runnable tasks of sched_ext.
    OFF_DISPATCH_QUEUE(5, "not on a DSQ"),
    /// Its class is sched_ext's.
    EXT_CLASS(6, "sched_class"),
    /// Its policy is SCHED_EXT, or one that sched_ext has taken over.
    POLICY(7, "policy"),
    /// Its start time was ever set: the memory is a task's.
    STARTED(8, "start_boottime");

    private final int layer;
    private final String label;

    TaskCheck(int layer, String label) {
        this.layer = layer;
        this.label = label;
    }

    /// The check's number, 1 to 8.
    public int layer() {
        return layer;
    }

    /// The check's name in messages.
    public String label() {
        return label;
    }
}
