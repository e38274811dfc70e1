package org.schedlab.hunt.run;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.ExecutedCode;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.trace.Trace;

/// What of the scheduler, and of the kernel below it, a scenario has reached. Stateless.
///
/// - the lines of the BPF scheduler that were executed, and the kernel's scheduling functions that were entered;
/// - the operations of the scheduler that were called, and which followed which for one task;
/// - the ways through each operation, told apart by how many instructions it took, to a fifth or so;
/// - into which dispatch queues tasks were put, and with which flags they were enqueued and dequeued;
/// - which kernel functions moved tasks between CPUs.
public final class Coverage {
    /// Names of functions that have to do with scheduling: those of kernel/sched, of cgroups, cpusets and affinities.
    private static final Pattern SCHEDULING = Pattern.compile(
            "scx|sched|ttwu|wake_up|wakeup|enqueue_task|dequeue_task|pick_task|affin|cpuset|cpumask|cgroup|migrat|balance|freez");

    private static final int STEPS_PER_DOUBLING = 4;
    private static final int OWN_QUEUES = 64;

    private Coverage() {}

    /// Of one run, in order.
    ///
    /// @param executed code, of the scheduler and of the kernel
    public static SortedSet<String> of(Trace trace, Set<ExecutedCode> executed) {
        SortedSet<String> features = new TreeSet<>();
        for (ExecutedCode each : executed) {
            if (each.line() > 0) {
                features.add("line " + each.function() + " " + each.line());
            } else if (!each.program() && SCHEDULING.matcher(each.function()).find()) {
                features.add("function " + each.function());
            }
        }
        @Nullable String[] last = new String[trace.recording().tasks().size()];
        trace.recording().forEach(event -> {
            switch (event) {
                case SchedEvent.OpCalled op -> {
                    features.add("way " + op.op() + " " + bucket(op.instructions()));
                    RecordedTask task = op.task();
                    if (task != null) {
                        String before = last[task.number()];
                        features.add("then %s %s".formatted(before == null ? "-" : before, op.op()));
                        last[task.number()] = op.op();
                    }
                }
                case SchedEvent.DsqInserted in -> features.add("queue " + queue(in) + " " + in.flags());
                case SchedEvent.Enqueued in -> features.add("enqueue " + in.flags());
                case SchedEvent.Dequeued out -> features.add("dequeue " + out.flags());
                case SchedEvent.Migrated moved -> features.add("migrated " + moved.reason());
                case SchedEvent.SchedExtChanged change -> features.add("ext " + change.change());
                default -> {}
            }
        });
        return features;
    }

    private static String queue(SchedEvent.DsqInserted in) {
        if (in.ofCpu() >= 0) {
            return in.ofCpu() == in.cpu() ? "local" : "local of another";
        }
        return in.dsq() >= 0 && in.dsq() < OWN_QUEUES ? Long.toString(in.dsq()) : in.dsq() < 0 ? "global" : "many";
    }

    /// Logarithm, in steps of a fourth of a doubling.
    static long bucket(long instructions) {
        return instructions <= 0 ? 0 : Math.round(STEPS_PER_DOUBLING * Math.log((double) instructions) / Math.log(2));
    }
}
