package org.schedlab.lab.machine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.guest.work.Worker;
import org.schedlab.vm.freeze.TaskView;

/// The workers that a session has spawned, also those of cgroups. Confined to the session's turns.
public final class SpawnedWorkers {
    private final Timeline timeline;
    private final Map<Long, List<Worker>> spawned = new TreeMap<>();

    SpawnedWorkers(Timeline timeline) {
        this.timeline = timeline;
    }

    /// Notes workers that were spawned now.
    ///
    /// @return their stamp
    public long add(List<Worker> workers) {
        long stamp = timeline.stamp();
        spawned.put(stamp, List.copyOf(workers));
        return stamp;
    }

    /// The workers that were spawned in the present's past.
    public List<Worker> all() {
        return spawned.entrySet().stream()
                .filter(each -> timeline.holds(each.getKey()))
                .flatMap(each -> each.getValue().stream())
                .toList();
    }

    /// Those of [#all()] that are among these tasks.
    public List<Worker> among(List<TaskView> tasks) {
        return all().stream()
                .filter(worker -> tasks.stream()
                        .anyMatch(
                                task -> task.pid() == worker.pid() && task.startTimeTicks() == worker.startTimeTicks()))
                .toList();
    }
}
