package org.schedlab.guest.work;

import java.time.Duration;
import java.util.Locale;

import org.schedlab.vm.LabException;

/// A scheduling policy with what belongs to it.
///
/// @param kind which
/// @param priority real-time priority, 1 to 49, of FIFO and ROUND_ROBIN; else 0
/// @param runtime of DEADLINE: CPU time in each period; else zero, as the next two
/// @param deadline of DEADLINE: within this time of a period's begin
/// @param period of DEADLINE
public record Policy(Kind kind, int priority, Duration runtime, Duration deadline, Duration period) {
    /// SCHED_NORMAL: the fair class, or sched_ext when a scheduler has taken over all normal tasks.
    public static final Policy NORMAL = of(Kind.NORMAL);
    /// SCHED_BATCH: the fair class without wake-up preemption.
    public static final Policy BATCH = of(Kind.BATCH);
    /// SCHED_IDLE: the fair class with the smallest weight.
    public static final Policy IDLE = of(Kind.IDLE);
    /// SCHED_EXT: sched_ext while a scheduler is attached, else as NORMAL.
    public static final Policy EXT = of(Kind.EXT);

    private static final int HIGHEST_PRIORITY = 49;
    private static final Duration LEAST_RUNTIME = Duration.ofNanos(1024);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(4);

    /// Kinds of policies. Numbers: include/uapi/linux/sched.h (Linux 6.18).
    public enum Kind {
        NORMAL(0),
        FIFO(1),
        ROUND_ROBIN(2),
        BATCH(3),
        IDLE(5),
        DEADLINE(6),
        EXT(7);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /// As in sched_setattr(2).
        public int number() {
            return number;
        }
    }

    public Policy {
        boolean hasPriority = kind == Kind.FIFO || kind == Kind.ROUND_ROBIN;
        check(
                hasPriority ? priority >= 1 && priority <= HIGHEST_PRIORITY : priority == 0,
                String.format(Locale.ROOT, "priority %d with %s", priority, kind),
                String.format(
                        Locale.ROOT,
                        "1 to %d with FIFO and ROUND_ROBIN, for the agent has 50 and must stay above; 0 with the others",
                        HIGHEST_PRIORITY));
        boolean hasTimes = kind == Kind.DEADLINE;
        check(
                hasTimes ? inOrder(runtime, deadline, period) : allZero(runtime, deadline, period),
                "runtime %s, deadline %s, period %s with %s".formatted(runtime, deadline, period, kind),
                "1.024 µs <= runtime <= deadline <= period <= 4 s with DEADLINE; zero with the others");
    }

    /// SCHED_FIFO: real time, runs until it blocks.
    ///
    /// @param priority 1 to 49
    public static Policy fifo(int priority) {
        return new Policy(Kind.FIFO, priority, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /// SCHED_RR: real time, in turns.
    ///
    /// @param priority 1 to 49
    public static Policy roundRobin(int priority) {
        return new Policy(Kind.ROUND_ROBIN, priority, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /// SCHED_DEADLINE: in each period, `runtime` before `deadline`. It comes before the agent, too:
    /// the kernel's admission control is what leaves the others their time. The kernel refuses it to
    /// workers whose affinity or cpuset leaves out a CPU.
    public static Policy deadline(Duration runtime, Duration deadline, Duration period) {
        return new Policy(Kind.DEADLINE, 0, runtime, deadline, period);
    }

    private static Policy of(Kind kind) {
        return new Policy(kind, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /// A policy that is not DEADLINE, by its number.
    public static Policy decode(long number, int priority) {
        for (Kind each : Kind.values()) {
            if (each.number() == number) {
                return new Policy(each, priority, Duration.ZERO, Duration.ZERO, Duration.ZERO);
            }
        }
        throw new IllegalStateException("the agent tells of policy " + number);
    }

    /// As in sched_setattr(2).
    public int number() {
        return kind.number();
    }

    /// Whether it comes before all fair and sched_ext tasks.
    public boolean realTime() {
        return kind == Kind.FIFO || kind == Kind.ROUND_ROBIN || kind == Kind.DEADLINE;
    }

    private static boolean inOrder(Duration runtime, Duration deadline, Duration period) {
        return runtime.compareTo(LEAST_RUNTIME) >= 0
                && runtime.compareTo(deadline) <= 0
                && deadline.compareTo(period) <= 0
                && period.compareTo(LONGEST_PERIOD) <= 0;
    }

    private static boolean allZero(Duration runtime, Duration deadline, Duration period) {
        return runtime.isZero() && deadline.isZero() && period.isZero();
    }

    private static void check(boolean good, String found, String available) {
        if (!good) {
            throw LabException.asked("there is no such scheduling policy")
                    .found(found)
                    .available(available)
                    .remedy("change that one choice")
                    .exception();
        }
    }

    /// Such as `FIFO 10`.
    @Override
    public String toString() {
        return switch (kind) {
            case FIFO, ROUND_ROBIN -> kind + " " + priority;
            case DEADLINE -> "%s %s/%s/%s".formatted(kind, runtime, deadline, period);
            case NORMAL, BATCH, IDLE, EXT -> kind.toString();
        };
    }
}
