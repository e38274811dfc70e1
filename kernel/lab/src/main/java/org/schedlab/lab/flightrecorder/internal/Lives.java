package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.recorder.TaskState;

/// All tasks of a recording while its records are read. Reading the same records again gives them the same
/// numbers.
final class Lives {
    private final List<Life> all = new ArrayList<>();
    private final Map<Integer, Life> present = new HashMap<>();
    private final Life[] idle;

    /// @param seen the tasks when the recording begins, the idle ones too
    Lives(List<SeenTask> seen, int cpus) {
        idle = new Life[cpus];
        for (SeenTask each : seen) {
            Life life = Life.of(all.size(), each);
            life.begun = true;
            all.add(life);
            if (each.pid() == 0) {
                idle[each.cpu()] = life;
            } else {
                present.put(each.pid(), life);
            }
        }
    }

    List<Life> all() {
        return all;
    }

    /// What those do now that have not ended.
    List<SeenTask> present() {
        return all.stream()
                .filter(life -> life.state != TaskState.DEAD)
                .map(Life::seen)
                .toList();
    }

    /// The task with a pid that there is now.
    ///
    /// @param cpu whose idle task is meant by 0
    Life of(long pid, int cpu) {
        if (pid == 0) {
            return idle[cpu];
        }
        Life life = present.get((int) pid);
        return life == null ? add((int) pid, "(pid " + pid + ")", cpu) : life;
    }

    /// A new task; one of the same pid is over, unless it is this one, of which something was heard before.
    Life begin(int pid, String name, int cpu) {
        Life heard = present.get(pid);
        Life life = heard == null || heard.begun ? add(pid, name, cpu) : heard;
        life.begun = true;
        life.name = name;
        return life;
    }

    private Life add(int pid, String name, int cpu) {
        Life life = new Life(all.size(), pid, name, TaskState.SLEEPING, cpu);
        all.add(life);
        present.put(pid, life);
        return life;
    }
}
