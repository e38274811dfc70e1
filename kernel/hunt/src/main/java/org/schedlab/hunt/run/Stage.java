package org.schedlab.hunt.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.Ending;
import org.schedlab.hunt.scenario.Group;
import org.schedlab.hunt.scenario.NotebookJava;
import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.hunt.scenario.Step;
import org.schedlab.hunt.scenario.Timed;
import org.schedlab.hunt.scenario.Undone;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.Cgroup;
import org.schedlab.lab.workers.RunningProgram;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;

/// Does the steps of a scenario in a session. Confined to one thread; used once.
public final class Stage {
    private static final Duration SHELL = Duration.ofSeconds(2);
    private static final Path SH = Path.of("/bin/sh");

    private final VmSession vm;
    private final Map<String, Workers> workers = new HashMap<>();
    private final Map<String, Cgroup> groups = new HashMap<>();
    private final List<Observed.Done> done = new ArrayList<>();
    private final List<Undone> undone = new ArrayList<>();

    public Stage(VmSession vm) {
        this.vm = vm;
    }

    /// All steps, and the hold. What the guest refuses is noted, and the rest is done; when a step does not come to its
    /// end, which is what a broken scheduler may do to it, those after it are not.
    public void play(Scenario scenario) {
        for (Group each : scenario.groups()) {
            groups.put(each.name(), vm.create(CgroupDef.named(each.name()).weight(each.weight())));
        }
        for (int place = 0; place < scenario.steps().size(); place++) {
            Timed each = scenario.steps().get(place);
            if (each.after().isPositive()) {
                vm.run(each.after());
            }
            if (!did(place, each.step())) {
                return;
            }
        }
        vm.run(scenario.hold());
    }

    /// Whether one can go on after it.
    private boolean did(int place, Step step) {
        long at = vm.instant().guestTimeNanos();
        try {
            boolean ended = perform(place, step);
            done.add(new Observed.Done(step, at));
            if (!ended) {
                undone.add(Undone.unfinished(place, step));
            }
            return ended;
        } catch (AgentException e) {
            if (e.agentGone()) {
                throw e;
            }
            if (e.unfinished()) {
                done.add(new Observed.Done(step, at));
            }
            undone.add(e.unfinished() ? Undone.unfinished(place, step) : Undone.refused(place, step, firstLine(e)));
            return !e.unfinished();
        }
    }

    /// Whether it came to its end.
    private boolean perform(int place, Step step) {
        switch (step) {
            case Step.Spawn spawn -> workers.put(spawn.workers().name(), vm.spawn(spawn.workers()));
            case Step.Affinity affinity -> of(affinity.workers()).affinity(new CpusetSpec.Exact(affinity.cpus()));
            case Step.Nice nice -> of(nice.workers()).nice(nice.nice());
            case Step.SetPolicy policy -> of(policy.workers()).policy(policy.policy());
            case Step.Move move -> group(move.cgroup()).move(of(move.workers()));
            case Step.Weight weight -> group(weight.cgroup()).weight(weight.weight());
            case Step.Cpuset cpuset -> group(cpuset.cgroup()).cpuset(new CpusetSpec.Exact(cpuset.cpus()));
            case Step.Freeze freeze -> group(freeze.cgroup()).freeze();
            case Step.Unfreeze unfreeze -> group(unfreeze.cgroup()).unfreeze();
            case Step.Stop stop -> of(stop.workers()).stop();
            case Step.Hotplug hotplug -> {
                return plug(place, hotplug);
            }
        }
        return true;
    }

    private boolean plug(int place, Step.Hotplug step) {
        RunningProgram shell = vm.start(Program.of(SH, "-c", NotebookJava.command(step)));
        try {
            ProgramState end = shell.await(SHELL);
            if (!end.ending().equals(new Ending.Exited(0))) {
                undone.add(Undone.refused(place, step, "the kernel refused it"));
            }
            return true;
        } catch (LabException e) {
            if (Thread.currentThread().isInterrupted() || !shell.state().running()) {
                throw e;
            }
            return false;
        }
    }

    private Workers of(String name) {
        return Optional.ofNullable(workers.get(name)).orElseThrow(() -> missing("workers", name));
    }

    private Cgroup group(String name) {
        return Optional.ofNullable(groups.get(name)).orElseThrow(() -> missing("cgroup", name));
    }

    private static LabException missing(String what, String name) {
        return LabException.asked("this scenario cannot be carried out")
                .found("it speaks of the %s '%s', which it has not made".formatted(what, name))
                .remedy("put what makes it before")
                .exception();
    }

    /// The steps that were done, in order.
    public List<Observed.Done> done() {
        return List.copyOf(done);
    }

    /// What the guest refused, or did not come to an end of.
    public List<Undone> undone() {
        return List.copyOf(undone);
    }

    private static String firstLine(Throwable told) {
        return String.valueOf(told.getMessage()).lines().findFirst().orElse("");
    }
}
