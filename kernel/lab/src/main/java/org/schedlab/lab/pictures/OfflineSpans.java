package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;

/// When CPUs may not be scheduled on, because they are offline or on their way there. Kernel threads of the CPU
/// still run at its beginning and end. Not thread-safe.
final class OfflineSpans {
    private static final long ONLINE = -1;

    private final TimelineOptions options;
    private final long[] since;
    private final List<TimelineLayout.Offline> spans = new ArrayList<>();

    OfflineSpans(Recording recording, TimelineOptions options) {
        this.options = options;
        since = new long[recording.interval().cpus()];
        Arrays.fill(since, ONLINE);
        recording.start().stream()
                .filter(TaskAtStart::isOfflineCpu)
                .forEach(each -> since[each.cpu()] = recording.interval().from());
    }

    void take(SchedEvent event) {
        if (event instanceof SchedEvent.CpuChanged at && at.active() == (since[at.ofCpu()] != ONLINE)) {
            if (at.active()) {
                end(at.ofCpu(), at.nanos());
            } else {
                since[at.ofCpu()] = at.nanos();
            }
        }
    }

    private void end(int cpu, long now) {
        long from = Math.max(since[cpu], options.from());
        long to = Math.min(now, options.to());
        if (from < to) {
            spans.add(new TimelineLayout.Offline(cpu, from, to));
        }
        since[cpu] = ONLINE;
    }

    /// Nothing follows.
    List<TimelineLayout.Offline> all() {
        for (int cpu = 0; cpu < since.length; cpu++) {
            if (since[cpu] != ONLINE) {
                end(cpu, options.to());
            }
        }
        return List.copyOf(spans);
    }
}
