package org.schedlab.lab.scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Cgroups;
import org.schedlab.guest.cgroup.CgroupEdit;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.cgroup.CpuMax;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.cold.ColdOps;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.schedulers.SessionSchedulers;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.Width;

/// Does a scenario's operations, cold ones apart. Confined to its scenario.
final class OpRunner {
    private final SessionMachine session;
    private final SessionSchedulers schedulers;
    private final OwnedResources backdrop;
    private final OwnedResources step;
    private final Consumer<Snapshot> snapshots;

    /// @param step what the present step has made, which operations add to
    OpRunner(
            SessionMachine session,
            SessionSchedulers schedulers,
            OwnedResources backdrop,
            OwnedResources step,
            Consumer<Snapshot> snapshots) {
        this.session = session;
        this.schedulers = schedulers;
        this.backdrop = backdrop;
        this.step = step;
        this.snapshots = snapshots;
    }

    /// @throws LabException if it was refused; then nothing has changed
    void perform(Op op) {
        switch (op) {
            case Op.Cold cold -> throw new IllegalStateException("a cold operation goes with its batch: " + cold);
            case Op.LetRun run -> throw new IllegalStateException("time passes in the scenario: " + run);
            case Op.CaptureSnapshot capture -> snapshots.accept(capture(capture));
            case Op.AttachScheduler attach -> {
                requireNoScheduler(attach.scheduler().name());
                schedulers.attach(attach.scheduler());
            }
            case Op.ReplaceScheduler replace -> schedulers.attach(replace.scheduler());
            case Op.DetachScheduler _ -> schedulers.detach();
            case Op.RestartScheduler _ -> schedulers.restart();
            default ->
                session.ask(op.text(), agent -> {
                    inGuest(op, agent);
                    return op;
                });
        }
    }

    private void inGuest(Op op, Agent agent) {
        switch (op) {
            case Op.AddCgroup add -> step.create(add.definition(), agent);
            case Op.RemoveCgroup remove -> remove(remove.path(), agent);
            case Op.SetWeight set -> write(set.path(), "cpu.weight", "" + set.weight(), agent);
            case Op.SetMax set ->
                write(set.path(), "cpu.max", set.max().map(CpuMax::text).orElse("max"), agent);
            case Op.SetCpuset set -> write(set.path(), "cpuset.cpus", text(set.cpus()), agent);
            case Op.ClearCpuset clear -> Cgroups.clearCpuset(clear.path(), agent);
            case Op.SwapCpusets swap -> Cgroups.swapCpusets(swap.one(), swap.other(), agent);
            case Op.Spawn spawn -> step.spawn(spawn.spec(), agent);
            case Op.StopWorkers stop -> stop(named(stop.name()), agent);
            case Op.StopCgroup stop -> stop(inCgroup(stop.path(), agent), agent);
            case Op.SetAffinity set -> agent.setAffinity(named(set.name()), resolved(set.cpus()));
            case Op.MoveAllTasks move -> move(move.from(), move.to(), agent);
            case Op.FreezeCgroup freeze -> write(freeze.path(), "cgroup.freeze", "1", agent);
            case Op.UnfreezeCgroup unfreeze -> write(unfreeze.path(), "cgroup.freeze", "0", agent);
            case Op.Cold _,
                    Op.LetRun _,
                    Op.CaptureSnapshot _,
                    Op.AttachScheduler _,
                    Op.DetachScheduler _,
                    Op.ReplaceScheduler _,
                    Op.RestartScheduler _ -> throw new IllegalStateException("not done by the agent alone: " + op);
        }
    }

    private static void write(String path, String file, String text, Agent agent) {
        Cgroups.write(path, file, text, agent);
    }

    private String text(CpusetSpec cpus) {
        return CpusetSpec.text(resolved(cpus));
    }

    private List<Integer> resolved(CpusetSpec cpus) {
        return cpus.resolve(session.options().topology());
    }

    private void remove(String path, Agent agent) {
        stop(inCgroup(path, agent), agent);
        Cgroups.remove(path, agent);
        step.forgetCgroup(path);
        backdrop.forgetCgroup(path);
    }

    private void move(String from, String to, Agent agent) {
        if (step.hold(to) && !step.hold(from)) {
            throw LabException.asked("the tasks of the cgroup '%s' cannot move to '%s'".formatted(from, to))
                    .found("'%s' goes when its step ends, and the tasks would have no place then".formatted(to))
                    .remedy("make '%s' in the backdrop".formatted(to))
                    .exception();
        }
        Cgroups.edit(
                agent,
                "cannot move the tasks of the cgroup '%s' to '%s'".formatted(from, to),
                "name a cgroup that has none below it; no task was moved",
                List.of(new CgroupEdit.MoveAll(from, to)));
    }

    private void stop(List<Worker> workers, Agent agent) {
        if (!workers.isEmpty()) {
            agent.stop(workers);
            step.forgetWorkers(workers);
            backdrop.forgetWorkers(workers);
        }
    }

    private List<Worker> all() {
        List<Worker> all = new ArrayList<>(backdrop.workers());
        all.addAll(step.workers());
        return all;
    }

    private List<Worker> named(String name) {
        List<OwnedResources.Group> groups = new ArrayList<>(backdrop.groups());
        groups.addAll(step.groups());
        List<Worker> found = groups.stream()
                .filter(group -> group.name().equals(name))
                .flatMap(group -> group.workers().stream())
                .toList();
        if (found.isEmpty()) {
            throw LabException.asked("the scenario has no workers called '%s'".formatted(name))
                    .available(new TreeSet<>(groups.stream()
                                    .map(OwnedResources.Group::name)
                                    .toList())
                            .toString())
                    .remedy("name workers by their specification's name; a cgroup's own are called after it")
                    .exception();
        }
        return found;
    }

    private List<Worker> inCgroup(String path, Agent agent) {
        Set<Integer> pids = agent.cgroups().stream()
                .map(CgroupState::path)
                .filter(each -> OwnedResources.within(each, path))
                .flatMap(each -> new String(
                                agent.readFile("/sys/fs/cgroup/%s/cgroup.threads".formatted(each)),
                                StandardCharsets.US_ASCII)
                        .lines())
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        return all().stream().filter(worker -> pids.contains(worker.pid())).toList();
    }

    private void requireNoScheduler(String name) {
        var state = schedulers.state();
        if (state.enabled()) {
            throw LabException.asked("the scheduler %s cannot be attached".formatted(name))
                    .found(state.opsName() + " is in charge")
                    .remedy("use replaceScheduler(…), or detachScheduler() first")
                    .exception();
        }
    }

    private Snapshot capture(Op.CaptureSnapshot capture) {
        Map<String, List<Long>> perCpu = new LinkedHashMap<>();
        for (PerCpuVariableField field : capture.fields()) {
            List<ColdOp> reads = IntStream.range(0, session.options().topology().cpus())
                    .<ColdOp>mapToObj(cpu -> ColdOps.readCold(
                            "cpu" + cpu, ColdOps.perCpu(field.variable(), field.path(), cpu), Width.natural()))
                    .toList();
            perCpu.put(
                    field.text(),
                    session.apply(reads).orThrow().replies().stream()
                            .map(Reply::number)
                            .toList());
        }
        return new Snapshot(capture.name(), session.instant(), session.tasks(), perCpu);
    }
}
