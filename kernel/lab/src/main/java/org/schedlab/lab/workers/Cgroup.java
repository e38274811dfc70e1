package org.schedlab.lab.workers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Cgroups;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.cgroup.CpuMax;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.tables.CgroupTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// A cgroup of the guest. As thread-safe as its session. Changes take effect at once, also on tasks
/// that run.
///
/// Stays until [#remove()]. After a rewind to a moment before it was made, every call throws a
/// [LabException] that says so.
public final class Cgroup implements Tabular {
    private final SessionMachine session;
    private final long stamp;
    private final String path;
    private final List<Worker> workers;

    /// @param stamp of the call that made it, on the session's timeline
    /// @param workers that it was made with
    public Cgroup(SessionMachine session, long stamp, String path, List<Worker> workers) {
        this.session = session;
        this.stamp = stamp;
        this.path = path;
        this.workers = List.copyOf(workers);
    }

    /// Relative to `/sys/fs/cgroup`.
    public String path() {
        return path;
    }

    /// The workers that it was made with, wherever they are now.
    ///
    /// @throws LabException if it was made without
    public Workers workers() {
        requireHappened();
        if (workers.isEmpty()) {
            throw LabException.asked("the cgroup '%s' was made without workers".formatted(path))
                    .remedy("spawn some, then move them here: cgroup.move(workers)")
                    .exception();
        }
        return new Workers(session, stamp, workers);
    }

    /// Starts workers in it.
    public Workers spawn(WorkerSpec spec) {
        requireHappened();
        return Workers.spawn(session, spec.inCgroup(path));
    }

    /// Moves workers here, from wherever they are.
    public Cgroup move(Workers moved) {
        List<Worker> list = moved.list();
        return change("move to " + path, agent -> Cgroups.move(list, path, agent));
    }

    /// Sets `cpu.weight`, 1 to 10000.
    public Cgroup weight(int weight) {
        CgroupDef.checkWeight(weight);
        return write("cpu.weight", Integer.toString(weight));
    }

    /// Sets `cpu.max`: at most this CPU time in each period, over all CPUs together.
    public Cgroup max(Duration quota, Duration period) {
        return write("cpu.max", new CpuMax(quota, period).text());
    }

    /// Sets `cpu.max` to a percentage of one CPU, in periods of 100 ms.
    public Cgroup maxPercent(int percent) {
        return write("cpu.max", CpuMax.percent(percent).text());
    }

    /// Takes the limit of [#max] away.
    public Cgroup clearMax() {
        return write("cpu.max", "max");
    }

    /// Sets `cpuset.cpus`.
    public Cgroup cpuset(CpusetSpec cpus) {
        return write(
                "cpuset.cpus", CpusetSpec.text(cpus.resolve(session.options().topology())));
    }

    /// Gives it all CPUs that the cgroup above it may use now.
    public Cgroup clearCpuset() {
        return change("%s/cpuset.cpus".formatted(path), agent -> Cgroups.clearCpuset(path, agent));
    }

    /// Sets `cpu.idle`: whether all of it runs only when nobody else wants to, as SCHED_IDLE does.
    public Cgroup idle(boolean idle) {
        return set("cpu.idle", idle ? "1" : "0");
    }

    /// Sets `cpuset.cpus.partition`.
    ///
    /// @param kind `member`, `root` (a domain of load balancing of its own) or `isolated` (its CPUs are
    ///     not balanced)
    public Cgroup partition(String kind) {
        return set("cpuset.cpus.partition", kind);
    }

    /// Sets `cpu.uclamp.min` and `cpu.uclamp.max`: between which percentages of the largest CPU's capacity the
    /// utilization of its tasks is held.
    public Cgroup utilization(double minPercent, double maxPercent) {
        return set("cpu.uclamp.max", String.format(Locale.ROOT, "%.2f", maxPercent))
                .set("cpu.uclamp.min", String.format(Locale.ROOT, "%.2f", minPercent));
    }

    private Cgroup set(String file, String text) {
        return change(
                "%s/%s".formatted(path, file),
                agent -> agent.settings()
                        .writeFile(
                                "/sys/fs/cgroup/%s/%s".formatted(path, file), text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Stops its tasks, and those below it, where they are; returns when all stand.
    public Cgroup freeze() {
        return write("cgroup.freeze", "1");
    }

    /// Lets its tasks go on.
    public Cgroup unfreeze() {
        return write("cgroup.freeze", "0");
    }

    /// Moves its tasks, and those below it, to the root.
    public Cgroup empty() {
        return change("empty " + path, agent -> Cgroups.empty(path, "", agent));
    }

    /// Removes it and the cgroups below it.
    ///
    /// @throws LabException if one of them has tasks: stop them, or [#empty()] it first
    public void remove() {
        change("remove " + path, agent -> Cgroups.remove(path, agent));
    }

    /// How it is now. The guest is asked, which takes guest time.
    ///
    /// @throws LabException if it was removed
    public CgroupState state() {
        return ask("look at " + path, agent -> Cgroups.state(path, agent));
    }

    /// `cpu.stat` as a table. The caption says how much guest time the question took.
    public Table stat() {
        MeasuredAt before = session.instant();
        return CgroupTable.stat(state(), session.instant().captionOfAsking(before));
    }

    /// Its row of [org.schedlab.lab.words.Lab#cgroups()].
    @Override
    public Table table() {
        MeasuredAt before = session.instant();
        return CgroupTable.of(List.of(state()), session.instant().captionOfAsking(before));
    }

    /// Its path and the workers that were spawned in it, also after a rewind.
    @Override
    public String toString() {
        return "cgroup %s, %s".formatted(path, workers.isEmpty() ? "no workers" : new Workers(session, stamp, workers));
    }

    private Cgroup write(String file, String text) {
        return change("%s/%s".formatted(path, file), agent -> Cgroups.write(path, file, text, agent));
    }

    private Cgroup change(String purpose, Consumer<Agent> change) {
        return ask(purpose, agent -> {
            change.accept(agent);
            return this;
        });
    }

    private <T> T ask(String purpose, Function<Agent, T> question) {
        requireHappened();
        return session.ask(purpose, question);
    }

    private void requireHappened() {
        session.timeline().require(stamp, "The cgroup '%s' and what is in it".formatted(path));
    }
}
