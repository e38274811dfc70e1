package org.schedlab.hunt.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.hunt.scenario.Step;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// How the CPU time of one CPU is shared by workers that all want all of it. Stateless.
final class Shares {
    /// `sched_prio_to_weight` of kernel/sched/core.c (Linux 6.18): each step of nice is a quarter more or less.
    private static final double STEP = 1.25;

    private Shares() {}

    /// Looks at the hold only, and only at scenarios in which nothing but weights can decide: spinning workers of the
    /// root cgroup, all bound to one and the same CPU from their spawn on, nothing changed since.
    static Optional<Breach> breach(Observed observed, double factor, String name) {
        List<WorkerSpec> workers = new ArrayList<>();
        for (Observed.Done done : observed.done()) {
            if (!(done.step() instanceof Step.Spawn(WorkerSpec spawned)) || !isPlain(spawned)) {
                return Optional.empty();
            }
            workers.add(spawned);
        }
        boolean together = workers.stream().map(WorkerSpec::affinity).distinct().count() == 1;
        if (workers.size() < 2 || !together || !observed.ends().isEmpty()) {
            return Optional.empty();
        }
        double all = workers.stream().mapToDouble(Shares::weight).sum();
        long to = observed.trace().recording().interval().to();
        long from = to - observed.scenario().hold().toNanos();
        for (WorkerSpec each : workers) {
            double due = weight(each) / all;
            double got = ran(observed, each.name(), from) / (double) ran(observed, "", from);
            if (got < due / factor || got > due * factor) {
                return Optional.of(new Breach(
                        name,
                        got < due ? "less than its share" : "more than its share",
                        each.name() + "-0",
                        String.format(
                                Locale.ROOT,
                                "%s got %.0f %% of what the workers of its CPU got, its weight is %.0f %% of theirs",
                                each.name(),
                                100 * got,
                                100 * due),
                        observed.guestNanos(from),
                        observed.guestNanos(to)));
            }
        }
        return Optional.empty();
    }

    private static boolean isPlain(WorkerSpec workers) {
        return workers.work() instanceof SpinWait
                && workers.cgroup().isEmpty()
                && workers.policy().kind() == Policy.Kind.NORMAL
                && workers.affinity() instanceof Affinity.Exact exact
                && exact.cpus().size() == 1;
    }

    private static double weight(WorkerSpec workers) {
        return Math.pow(STEP, -workers.nice());
    }

    /// In ns; of all workers if the name is empty.
    private static long ran(Observed observed, String name, long from) {
        long[] sum = {0};
        TaskIntervals.forEach(observed.trace().recording(), interval -> {
            if (interval.state() == TaskState.RUNNING && isWorker(observed, interval, name)) {
                sum[0] += Math.max(0, interval.to() - Math.max(interval.from(), from));
            }
        });
        return sum[0];
    }

    private static boolean isWorker(Observed observed, TaskInterval interval, String name) {
        return observed.done().stream()
                .flatMap(done -> done.step().about().stream())
                .filter(each -> name.isEmpty() || name.equals(each))
                .anyMatch(each -> LongWait.isOf(interval.task(), each));
    }
}
