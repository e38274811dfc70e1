package org.schedlab.lab.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// Counters of a Perfetto trace: how many tasks wait for each CPU, how many each DSQ holds. Not thread-safe.
final class PerfettoCounters {
    private final PerfettoTracks tracks;
    private final TaskStates states;
    private final DsqDepths depths;
    private final long[] queues;
    private final int[] told;
    private final Map<Dsq, Long> dsqs = new LinkedHashMap<>();

    /// Writes what the counters are when the recording begins.
    ///
    /// @param states of its tasks, then; the caller moves them on
    PerfettoCounters(Recording recording, TaskStates states, PerfettoTracks tracks) {
        this.tracks = tracks;
        this.states = states;
        long from = recording.interval().from();
        queues = new long[recording.interval().cpus()];
        told = new int[queues.length];
        Arrays.fill(told, -1);
        for (int cpu = 0; cpu < queues.length; cpu++) {
            queues[cpu] = tracks.counter(PerfettoTracks.Group.QUEUES, "CPU " + cpu + ": waiting tasks", cpu);
            tell(from, cpu);
        }
        depths = DsqDepths.atStartOf(recording);
        depths.all().forEach((dsq, depth) -> {
            long track = tracks.counter(PerfettoTracks.Group.DSQS, "DSQ " + dsq.label() + ": depth", rank(dsq));
            dsqs.put(dsq, track);
            tracks.count(from, track, depth);
        });
    }

    /// The user's own first, in the order in which they come; then the CPUs' local ones.
    private int rank(Dsq dsq) {
        return dsq.ofCpu() < 0 ? dsqs.size() : Short.MAX_VALUE + dsq.ofCpu();
    }

    /// Takes an event that the states have taken.
    void take(SchedEvent event) {
        for (int cpu = 0; cpu < queues.length; cpu++) {
            tell(event.nanos(), cpu);
        }
        Dsq dsq = depths.take(event);
        if (dsq != null) {
            tracks.count(event.nanos(), dsqs.getOrDefault(dsq, 0L), depths.all().getOrDefault(dsq, 0));
        }
    }

    private void tell(long nanos, int cpu) {
        if (states.waiting(cpu) != told[cpu]) {
            told[cpu] = states.waiting(cpu);
            tracks.count(nanos, queues[cpu], told[cpu]);
        }
    }
}
