package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.recorder.SchedEvent;

/// Makes intervals of the interrupts in a recording's events, given one after the other; one inside another is part
/// of it. Not thread-safe.
final class Interrupts {
    private final Found found;
    private final int[] depth;
    private final int[] kind;
    private final long[] since;
    private final Map<String, Integer> kinds = new LinkedHashMap<>();

    /// Gets each interval.
    interface Found {
        /// An interrupt, `kind` being its index in [Interrupts#kinds].
        void interrupt(int cpu, int kind, long from, long to);
    }

    /// @param from since when an interrupt lasts whose beginning is not in the events
    Interrupts(int cpus, long from, Found found) {
        this.found = found;
        depth = new int[cpus];
        kind = new int[cpus];
        since = new long[cpus];
        Arrays.fill(since, from);
    }

    /// What interrupts were for, each once.
    List<String> kinds() {
        return new ArrayList<>(kinds.keySet());
    }

    void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.InterruptEntered at -> {
                if (depth[at.cpu()]++ == 0) {
                    since[at.cpu()] = at.nanos();
                    kind[at.cpu()] = kinds.computeIfAbsent(at.kind(), name -> kinds.size());
                }
            }
            case SchedEvent.InterruptLeft at -> {
                if (depth[at.cpu()] == 0) {
                    kind[at.cpu()] = kinds.computeIfAbsent(at.kind(), name -> kinds.size());
                    depth[at.cpu()] = 1;
                }
                if (--depth[at.cpu()] == 0) {
                    found.interrupt(at.cpu(), kind[at.cpu()], since[at.cpu()], at.nanos());
                }
            }
            default -> {}
        }
    }

    /// No more events follow.
    void end(long nanos) {
        for (int cpu = 0; cpu < depth.length; cpu++) {
            if (depth[cpu] > 0) {
                found.interrupt(cpu, kind[cpu], since[cpu], Math.max(since[cpu], nanos));
            }
        }
    }
}
