package org.schedlab.guest.load;

/// One thing that a worker of a load does. What the numbers are, `load.h` says with each kind.
///
/// @param kind which
/// @param object number of what it uses of the things that are shared, else 0
/// @param a of DATA kinds not used: where the data lies is put there
/// @param data what goes along, such as a set of CPUs; may be empty
public record LoadStep(Kind kind, int object, long a, long b, long c, StepData data) {
    /// Numbers: `load.h`.
    public enum Kind {
        END(PlayerLayout.STEP_END),
        JUMP(PlayerLayout.STEP_JUMP),
        BEGIN(PlayerLayout.STEP_BEGIN),
        FINISH(PlayerLayout.STEP_FINISH),
        RUN(PlayerLayout.STEP_RUN),
        RUNTIME(PlayerLayout.STEP_RUNTIME),
        SLEEP(PlayerLayout.STEP_SLEEP),
        TIMER(PlayerLayout.STEP_TIMER),
        LOCK(PlayerLayout.STEP_LOCK),
        UNLOCK(PlayerLayout.STEP_UNLOCK),
        WAIT(PlayerLayout.STEP_WAIT),
        SIGNAL(PlayerLayout.STEP_SIGNAL),
        BROADCAST(PlayerLayout.STEP_BROADCAST),
        SYNC(PlayerLayout.STEP_SYNC),
        BARRIER(PlayerLayout.STEP_BARRIER),
        SUSPEND(PlayerLayout.STEP_SUSPEND),
        RESUME(PlayerLayout.STEP_RESUME),
        YIELD(PlayerLayout.STEP_YIELD),
        FORK(PlayerLayout.STEP_FORK),
        MEMORY(PlayerLayout.STEP_MEMORY),
        MEM_READ(PlayerLayout.STEP_MEM_READ),
        MEM_WRITE(PlayerLayout.STEP_MEM_WRITE),
        MEM_CHASE(PlayerLayout.STEP_MEM_CHASE),
        IO(PlayerLayout.STEP_IO),
        POST(PlayerLayout.STEP_POST),
        TAKE(PlayerLayout.STEP_TAKE),
        SCHEDULE(PlayerLayout.STEP_SCHEDULE),
        CPUS(PlayerLayout.STEP_CPUS),
        CGROUP(PlayerLayout.STEP_CGROUP),
        NODES(PlayerLayout.STEP_NODES),
        RUN_TO(PlayerLayout.STEP_RUN_TO),
        SLEEP_TO(PlayerLayout.STEP_SLEEP_TO),
        DELAY(PlayerLayout.STEP_DELAY),
        ADVANCE(PlayerLayout.STEP_ADVANCE),
        AWAIT(PlayerLayout.STEP_AWAIT);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /// Stands for "for ever" where a number of repetitions is asked.
    public static final long FOREVER = -1;

    /// A step with one number.
    public static LoadStep of(Kind kind, long a) {
        return new LoadStep(kind, 0, a, 0, 0, StepData.NONE);
    }

    /// A step that uses something shared.
    public static LoadStep with(Kind kind, int object, long a, long b) {
        return new LoadStep(kind, object, a, b, 0, StepData.NONE);
    }

    /// A step with data.
    public static LoadStep with(Kind kind, byte[] data) {
        return new LoadStep(kind, 0, 0, 0, 0, new StepData(data));
    }
}
