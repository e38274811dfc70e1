package org.schedlab.lab.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// How many tasks each DSQ holds, at one event after the other. Tasks that were in a DSQ when the recording began
/// are known by their removals; those that never left it are not counted. Not thread-safe.
final class DsqDepths {
    private final Map<Dsq, Integer> depths;

    private DsqDepths(Map<Dsq, Integer> depths) {
        this.depths = depths;
    }

    /// As they are when a recording begins. Reads the whole recording.
    static DsqDepths atStartOf(Recording recording) {
        Map<Dsq, Integer> first = new LinkedHashMap<>();
        Map<Dsq, Set<RecordedTask>> inside = new HashMap<>();
        recording.forEach(event -> {
            Dsq dsq = of(event);
            if (dsq == null) {
                return;
            }
            Set<RecordedTask> tasks = inside.computeIfAbsent(dsq, _ -> new HashSet<>());
            first.putIfAbsent(dsq, 0);
            if (event instanceof SchedEvent.DsqInserted in) {
                tasks.add(in.task());
            } else if (event instanceof SchedEvent.DsqRemoved out && !tasks.remove(out.task())) {
                first.merge(dsq, 1, Integer::sum);
            }
        });
        return new DsqDepths(first);
    }

    /// Of all DSQs that the recording has, in the order in which they come.
    Map<Dsq, Integer> all() {
        return depths;
    }

    /// Becomes what is after an event.
    ///
    /// @return the DSQ that changed; null if none did
    @Nullable
    Dsq take(SchedEvent event) {
        Dsq dsq = of(event);
        if (dsq != null) {
            depths.merge(dsq, event instanceof SchedEvent.DsqInserted ? 1 : -1, Integer::sum);
        }
        return dsq;
    }

    private static @Nullable Dsq of(SchedEvent event) {
        return switch (event) {
            case SchedEvent.DsqInserted in -> new Dsq(in.dsq(), in.ofCpu());
            case SchedEvent.DsqRemoved out -> new Dsq(out.dsq(), out.ofCpu());
            default -> null;
        };
    }
}
