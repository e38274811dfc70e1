package org.schedlab.lab.export;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// The process tree of a Perfetto trace: the tasks that the trace's own events do not bring into being.
final class PerfettoProcesses {
    /// The parent of all kernel threads, by which the viewer puts them together.
    private static final int KTHREADD = 2;

    private PerfettoProcesses() {}

    static void write(Recording recording, PerfettoPackets packets) {
        Set<RecordedTask> born = new HashSet<>();
        GuestNow names = GuestNow.atStartOf(recording);
        recording.forEach(event -> {
            if (event instanceof SchedEvent.Forked forked) {
                born.add(forked.child());
            }
        });
        Map<Integer, RecordedTask> processes = new LinkedHashMap<>();
        Map<Integer, RecordedTask> threads = new LinkedHashMap<>();
        for (RecordedTask task : recording.tasks()) {
            if (!task.idle() && !born.contains(task)) {
                threads.putIfAbsent(task.pid(), task);
                if (task.pid() == task.tgid()) {
                    processes.put(task.pid(), task);
                } else {
                    processes.putIfAbsent(task.tgid(), task);
                }
            }
        }
        packets.write(recording.interval().from(), body -> {
            int tree = body.open(PerfettoFields.PROCESS_TREE);
            processes.forEach((pid, task) -> {
                int process = body.open(PerfettoFields.PROCESSES);
                body.number(PerfettoFields.PROCESS_PID, pid);
                if (task.kernelThread() && pid != KTHREADD) {
                    body.number(PerfettoFields.PROCESS_PARENT, KTHREADD);
                }
                body.text(PerfettoFields.PROCESS_CMDLINE, names.name(task));
                body.close(process);
            });
            threads.values().forEach(task -> {
                int thread = body.open(PerfettoFields.THREADS);
                body.number(PerfettoFields.THREAD_TID, task.pid());
                body.text(PerfettoFields.THREAD_NAME, names.name(task));
                body.number(PerfettoFields.THREAD_TGID, task.tgid());
                body.close(thread);
            });
            body.close(tree);
        });
    }
}
