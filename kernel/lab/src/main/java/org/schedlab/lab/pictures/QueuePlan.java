package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.GroupShare;
import org.schedlab.lab.runqueues.QueueInstant;

/// Where everything is in pictures of queues, the same for all of a series: what is there at some instant
/// only has its place at all of them. A value.
///
/// @param cpus what each CPU has room for
/// @param dsqs those that have a row: all that ever had tasks, and all of the scheduler's own
/// @param groups paths of the cgroups that have a row: those with a quota
/// @param reach which virtual times are drawn
record QueuePlan(List<OfCpu> cpus, List<Dsq> dsqs, List<String> groups, Reach reach) {
    /// So many entities of a queue are drawn, and so many tasks of a DSQ.
    static final int MOST_LANES = 16;

    private static final double LEAST_REACH = 1e6;
    private static final double FARTHEST = 4;

    /// Where the axis of virtual time ends.
    ///
    /// @param before how far before the average (under CFS min_vruntime), in ns
    /// @param behind how far behind it
    record Reach(double before, double behind) {
        double length() {
            return before + behind;
        }
    }

    /// @param queues how many lanes each fair queue has, by its cgroup's path, in the order of paths
    /// @param others whether there is a row for tasks of other classes
    record OfCpu(int cpu, Map<String, Integer> queues, boolean others) {
        int lanes() {
            return queues.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    static QueuePlan of(List<QueueInstant> instants) {
        List<OfCpu> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < instants.getFirst().cpus().size(); cpu++) {
            cpus.add(cpu(instants, cpu));
        }
        return new QueuePlan(
                cpus,
                instants.stream()
                        .flatMap(each -> each.dsqs().stream())
                        .filter(each ->
                                each.dsq().ofScheduler() || !each.tasks().isEmpty())
                        .map(DispatchQueue::dsq)
                        .distinct()
                        .sorted()
                        .toList(),
                instants.stream()
                        .flatMap(each -> each.groups().stream())
                        .filter(each -> each.quota() >= 0)
                        .map(GroupShare::cgroup)
                        .distinct()
                        .sorted()
                        .toList(),
                reach(instants));
    }

    private static OfCpu cpu(List<QueueInstant> instants, int cpu) {
        Map<String, Integer> queues = new TreeMap<>();
        boolean others = false;
        for (QueueInstant each : instants) {
            CpuQueue queue = each.cpus().get(cpu);
            others |= !others(queue).isEmpty();
            for (FairQueue fair : queue.fair()) {
                int lanes = Math.min(MOST_LANES, fair.entities().size());
                if (lanes > 0) {
                    queues.merge(fair.cgroup(), lanes, Math::max);
                }
            }
        }
        return new OfCpu(cpu, queues, others);
    }

    /// The tasks of a CPU that are in no fair queue, each with a word in which queue it is.
    static List<String[]> others(CpuQueue queue) {
        List<String[]> found = new ArrayList<>();
        queue.realTime().forEach(each -> found.add(new String[] {each.name(), "priority " + each.key()}));
        queue.deadline().stream()
                .filter(each -> each.pid() >= 0)
                .forEach(each -> found.add(new String[] {each.name(), "deadline"}));
        queue.schedExt().stream()
                .filter(each -> each.queue().equals("running") || each.queue().equals("scheduler"))
                .forEach(each -> found.add(
                        new String[] {each.task().name(), each.queue().equals("running") ? "runs" : "with the scheduler"
                        }));
        return found;
    }

    /// Distances from the average that are drawn. What is far from all others would press them together:
    /// it is drawn at the edge.
    private static Reach reach(List<QueueInstant> instants) {
        List<Double> before = new ArrayList<>(List.of(LEAST_REACH));
        List<Double> behind = new ArrayList<>(List.of(LEAST_REACH));
        for (QueueInstant each : instants) {
            for (CpuQueue cpu : each.cpus()) {
                for (FairQueue queue : cpu.fair()) {
                    long average = queue.reference();
                    for (FairEntity entity : queue.entities()) {
                        before.add((double) average - entity.vruntime());
                        behind.add((double) (queue.isCfs() ? entity.vruntime() : entity.deadline()) - average);
                    }
                }
            }
        }
        return new Reach(most(before), most(behind));
    }

    private static double most(List<Double> distances) {
        distances.sort(null);
        double usual = distances.get(distances.size() * 3 / 4);
        return Math.min(distances.getLast(), Math.max(LEAST_REACH, usual) * FARTHEST) * 1.05;
    }
}
