package org.schedlab.guest.cgroup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.schedlab.guest.work.Work;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

/// The definition of a cgroup: nothing exists until it is created in a machine. Immutable; each
/// method gives a copy with one thing changed or added.
///
/// ``` CgroupDef.named("web").weight(300).cpuset(new CpusetSpec.Llc(0)).workers(2) ```
///
/// @param path below the root, for example `web` or `web/api`; those above it are made if they are
///     not there
/// @param weight `cpu.weight`, 1 to 10000; empty leaves the kernel's 100
/// @param max `cpu.max`; empty for no limit
/// @param cpuset where its tasks may run; empty for wherever the cgroup above may
/// @param groups its workers. A cgroup that has cgroups below it can have none (the kernel's rule of
///     no internal processes)
public record CgroupDef(
        String path, OptionalInt weight, Optional<CpuMax> max, Optional<CpusetSpec> cpuset, List<WorkerGroup> groups) {
    private static final int LONGEST_NAME = 12;

    public CgroupDef {
        groups = List.copyOf(groups);
        checkPath(path);
        weight.ifPresent(CgroupDef::checkWeight);
    }

    /// A cgroup without limits and workers.
    ///
    /// @param path elements of letters, digits, `_`, `-` and `.`, parted by `/`
    public static CgroupDef named(String path) {
        return new CgroupDef(path, OptionalInt.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /// Its share of a CPU against the cgroups beside it: 1 to 10000, 100 being what the others have.
    public CgroupDef weight(int newWeight) {
        return new CgroupDef(path, OptionalInt.of(newWeight), max, cpuset, groups);
    }

    /// At most this CPU time in each period, over all CPUs together.
    public CgroupDef max(Duration quota, Duration period) {
        return max(new CpuMax(quota, period));
    }

    /// At most this percentage of one CPU, in periods of 100 ms.
    public CgroupDef maxPercent(int percent) {
        return max(CpuMax.percent(percent));
    }

    private CgroupDef max(CpuMax newMax) {
        return new CgroupDef(path, weight, Optional.of(newMax), cpuset, groups);
    }

    /// The CPUs that its tasks may use.
    public CgroupDef cpuset(CpusetSpec cpus) {
        return new CgroupDef(path, weight, max, Optional.of(cpus), groups);
    }

    /// Adds workers that never give up their CPU, called after the cgroup; [#work(Work)] gives them
    /// other work.
    public CgroupDef workers(int count) {
        return with(new WorkerGroup(new WorkerGroup.Count(count), ownSpec()));
    }

    /// Adds workers, with policy, nice, affinity and name as specified.
    public CgroupDef workers(WorkerSpec spec) {
        return with(new WorkerGroup(new WorkerGroup.Count(spec.count()), spec));
    }

    /// Adds as many workers as a percentage of the CPUs that the cgroup may use, rounded up: 100 is
    /// one for each.
    public CgroupDef workersPercent(int percent) {
        return with(new WorkerGroup(new WorkerGroup.PercentOfCpus(percent), ownSpec()));
    }

    /// Adds as many workers as a percentage of the CPUs that the cgroup may use, rounded up.
    ///
    /// @param spec what they are; its count is of no meaning
    public CgroupDef workersPercent(int percent, WorkerSpec spec) {
        return with(new WorkerGroup(new WorkerGroup.PercentOfCpus(percent), spec));
    }

    /// What the workers added last do.
    ///
    /// @throws LabException if none were added yet
    public CgroupDef work(Work work) {
        if (groups.isEmpty()) {
            throw LabException.asked("the cgroup '%s' has no workers to do %s".formatted(path, work))
                    .remedy("add them first: cgroup(\"%s\").workers(2).work(…)".formatted(path))
                    .exception();
        }
        WorkerGroup last = groups.getLast();
        List<WorkerGroup> changed = new ArrayList<>(groups.subList(0, groups.size() - 1));
        changed.add(new WorkerGroup(last.size(), last.spec().withWork(work, work.groupSize())));
        return new CgroupDef(path, weight, max, cpuset, changed);
    }

    private CgroupDef with(WorkerGroup group) {
        List<WorkerGroup> more = new ArrayList<>(groups);
        more.add(group);
        return new CgroupDef(path, weight, max, cpuset, more);
    }

    private WorkerSpec ownSpec() {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return WorkerSpec.spinning(1).named(groups.isEmpty() ? cut : cut + "." + (groups.size() + 1));
    }

    /// The edits that make it in a machine, without its workers.
    public List<CgroupEdit> edits(Topology topology) {
        List<CgroupEdit> edits = new ArrayList<>();
        edits.add(new CgroupEdit.Make(path));
        weight.ifPresent(number -> edits.add(new CgroupEdit.Write(path, "cpu.weight", Integer.toString(number))));
        max.ifPresent(limit -> edits.add(new CgroupEdit.Write(path, "cpu.max", limit.text())));
        cpuset.ifPresent(
                cpus -> edits.add(new CgroupEdit.Write(path, "cpuset.cpus", CpusetSpec.text(cpus.resolve(topology)))));
        return edits;
    }

    /// Its workers in a machine.
    public List<WorkerSpec> workers(Topology topology) {
        int cpus = cpuset.map(some -> some.resolve(topology).size()).orElse(topology.cpus());
        return groups.stream().map(group -> group.resolve(cpus).inCgroup(path)).toList();
    }

    /// One line: the path and what is set.
    public String text() {
        StringBuilder text = new StringBuilder(path);
        weight.ifPresent(number -> text.append(", cpu.weight ").append(number));
        max.ifPresent(limit -> text.append(", cpu.max ").append(limit.text()));
        cpuset.ifPresent(cpus -> text.append(", ").append(cpus.words()));
        groups.forEach(group -> text.append(", ").append(group.words()));
        return text.toString();
    }

    /// Throws unless the kernel takes the weight.
    ///
    /// @throws LabException if it is not 1 to 10000
    public static void checkWeight(int weight) {
        if (weight < 1 || weight > 10_000) {
            throw LabException.asked("no cgroup can have the weight " + weight)
                    .available("1 to 10000; 100 is what a cgroup has from the start")
                    .remedy("for example cgroup(\"web\").weight(300)")
                    .exception();
        }
    }

    private static void checkPath(String path) {
        if (path.length() > 200 || !path.matches("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*")) {
            throw LabException.asked("'%s' cannot be the path of a cgroup".formatted(path))
                    .available("up to 200 letters, digits, _, - and dots, parted by /, such as web or web/api")
                    .remedy("leave out /sys/fs/cgroup: paths are relative to it")
                    .exception();
        }
    }
}
