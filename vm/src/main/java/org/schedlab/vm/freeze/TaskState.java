package org.schedlab.vm.freeze;

/// A task's state as /proc prints it.
///
/// Source: `task_index_to_char` and `__task_state_index` in `include/linux/sched.h`, and
/// `task_state_array` in `fs/proc/array.c`, Linux 6.16 to 7.3.
public enum TaskState {
    RUNNING('R'),
    SLEEPING('S'),
    DISK_SLEEP('D'),
    STOPPED('T'),
    TRACED('t'),
    DEAD('X'),
    ZOMBIE('Z'),
    PARKED('P'),
    IDLE('I');

    /// `TASK_DEAD`: the task has called `do_task_dead` and will never run again.
    static final long DEAD_BIT = 0x80;

    private static final long REPORTED = 0x7f;
    private static final long UNINTERRUPTIBLE = 0x2;
    private static final long NOLOAD = 0x400;
    private static final long IDLE_BITS = UNINTERRUPTIBLE | NOLOAD;
    private static final long RTLOCK_WAIT = 0x1000;
    private static final long FROZEN = 0x8000;

    private final char letter;

    TaskState(char letter) {
        this.letter = letter;
    }

    /// The letter in field 3 of /proc/PID/stat.
    public char letter() {
        return letter;
    }

    /// The state that these two members stand for.
    ///
    /// @param state `task_struct.__state`
    /// @param exitState `task_struct.exit_state`
    public static TaskState of(long state, long exitState) {
        if ((state & IDLE_BITS) == IDLE_BITS) {
            return IDLE;
        }
        if ((state & (RTLOCK_WAIT | FROZEN)) != 0) {
            return DISK_SLEEP;
        }
        long reported = (state | exitState) & REPORTED;
        return reported == 0 ? RUNNING : values()[Long.SIZE - Long.numberOfLeadingZeros(reported)];
    }
}
