package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CpuMax;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.vm.freeze.ColdOp;

/// The words for scenarios: cgroups, CPU sets, steps and what steps do. To be imported statically,
/// together with [org.schedlab.lab.words.Lab], which carries scenarios out, and [org.schedlab.lab.cold.ColdOps].
///
/// ``` execute(step(cgroup("a").weight(100).workers(1),
/// cgroup("b").weight(300).workers(1)).hold(s(2))) ```
///
/// Nothing here touches a machine. Stateless; safe to share.
public final class Ops {
    private Ops() {}

    /// The definition of a cgroup: path, weight, limits, CPUs, workers.
    /// [org.schedlab.lab.words.Lab#create] or a step makes it.
    public static CgroupDef cgroup(String path) {
        return CgroupDef.named(path);
    }

    /// A step that makes cgroups; they and their workers go when it ends.
    public static Step step(CgroupDef... cgroups) {
        return new Step(List.of(cgroups), List.of(), Hold.none());
    }

    /// A step that does something, in order.
    public static Step step(Op first, Op... more) {
        return step().then(first).then(more);
    }

    /// A step of cold operations, all in one freeze.
    public static Step step(ColdOp first, ColdOp... more) {
        return step().then(first).then(more);
    }

    /// Cgroups that stay for the whole scenario.
    public static Backdrop backdrop(CgroupDef... cgroups) {
        return Backdrop.of(cgroups);
    }

    /// The CPUs of one last-level cache, from 0.
    public static CpusetSpec llc(int index) {
        return new CpusetSpec.Llc(index);
    }

    /// The CPUs of one NUMA node, from 0.
    public static CpusetSpec numa(int node) {
        return new CpusetSpec.Numa(node);
    }

    /// A stretch of the CPUs, between two fractions from 0 to 1.
    public static CpusetSpec range(double start, double end) {
        return new CpusetSpec.Range(start, end);
    }

    /// One of several equal parts of the CPUs.
    public static CpusetSpec disjoint(int index, int of) {
        return new CpusetSpec.Disjoint(index, of);
    }

    /// One of several equal parts of the CPUs, each of which reaches into the next.
    public static CpusetSpec overlap(int index, int of, double fraction) {
        return new CpusetSpec.Overlap(index, of, fraction);
    }

    /// These CPUs.
    public static CpusetSpec cpus(Integer... cpus) {
        return new CpusetSpec.Exact(List.of(cpus));
    }

    public static Op addCgroup(CgroupDef definition) {
        return new Op.AddCgroup(definition);
    }

    public static Op removeCgroup(String path) {
        return new Op.RemoveCgroup(path);
    }

    public static Op setWeight(String path, int weight) {
        return new Op.SetWeight(path, weight);
    }

    public static Op setMax(String path, Duration quota, Duration period) {
        return new Op.SetMax(path, Optional.of(new CpuMax(quota, period)));
    }

    /// Limits a cgroup to a percentage of one CPU.
    public static Op setMaxPercent(String path, int percent) {
        return new Op.SetMax(path, Optional.of(CpuMax.percent(percent)));
    }

    /// Takes a cgroup's `cpu.max` away.
    public static Op clearMax(String path) {
        return new Op.SetMax(path, Optional.empty());
    }

    public static Op setCpuset(String path, CpusetSpec cpus) {
        return new Op.SetCpuset(path, cpus);
    }

    public static Op clearCpuset(String path) {
        return new Op.ClearCpuset(path);
    }

    public static Op swapCpusets(String one, String other) {
        return new Op.SwapCpusets(one, other);
    }

    /// Starts workers, in the cgroup of their specification.
    public static Op spawnWorkers(WorkerSpec spec) {
        return new Op.Spawn(spec);
    }

    /// Starts workers in a cgroup.
    public static Op spawnWorkers(String cgroup, WorkerSpec spec) {
        return spawnWorkers(spec.inCgroup(cgroup));
    }

    public static Op stopWorkers(String name) {
        return new Op.StopWorkers(name);
    }

    public static Op stopCgroup(String path) {
        return new Op.StopCgroup(path);
    }

    public static Op setAffinity(String workers, CpusetSpec cpus) {
        return new Op.SetAffinity(workers, cpus);
    }

    public static Op moveAllTasks(String from, String to) {
        return new Op.MoveAllTasks(from, to);
    }

    public static Op freezeCgroup(String path) {
        return new Op.FreezeCgroup(path);
    }

    public static Op unfreezeCgroup(String path) {
        return new Op.UnfreezeCgroup(path);
    }

    public static Op attachScheduler(SchedulerObject scheduler) {
        return new Op.AttachScheduler(scheduler);
    }

    public static Op detachScheduler() {
        return new Op.DetachScheduler();
    }

    public static Op replaceScheduler(SchedulerObject scheduler) {
        return new Op.ReplaceScheduler(scheduler);
    }

    public static Op restartScheduler() {
        return new Op.RestartScheduler();
    }

    /// Lets the guest run for a while before the next operation, unmeasured.
    public static Op letRun(Duration guestTime) {
        return new Op.LetRun(guestTime);
    }

    /// Keeps all tasks, and these fields of every CPU, under a name.
    public static Op captureSnapshot(String name, PerCpuVariableField... fields) {
        return new Op.CaptureSnapshot(name, List.of(fields));
    }
}
