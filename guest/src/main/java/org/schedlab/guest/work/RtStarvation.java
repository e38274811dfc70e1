package org.schedlab.guest.work;

import java.time.Duration;

/// Groups of real-time workers, the first ones, of policy Fifo, which never pause, and others of the
/// policy of the spawn, which must not be real-time. Where both share CPUs the others starve: the
/// kernel's fair server (`/sys/kernel/debug/sched/fair_server`, by default 50 ms in each second) lets
/// fair tasks run only when they have had nothing for most of a second, and before Linux 7 it serves
/// no sched_ext tasks: those starve until the watchdog of their scheduler ends it. One work unit is a
/// burst.
///
/// @param realTime real-time workers
/// @param others workers that starve
/// @param priority of the real-time workers, 1 to 49
/// @param burst amount of work per work unit
public record RtStarvation(int realTime, int others, int priority, Duration burst) implements Work {
    public RtStarvation {
        Choice.workers("RtStarvation", "realTime", realTime);
        Choice.workers("RtStarvation", "others", others);
        Choice.within("RtStarvation", "priority", priority, 1, 49);
        Choice.time("RtStarvation", "burst", burst);
    }

    @Override
    public int groupSize() {
        return realTime + others;
    }

    @Override
    public String comm() {
        return "starve";
    }
}
