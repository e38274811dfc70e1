package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CgroupEdit;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

/// Changes cgroups in a guest and says in the user's terms why one could not be changed. Stateless.
///
/// Each call is all or nothing. Paths are relative to `/sys/fs/cgroup`; empty is the root.
public final class Cgroups {
    private static final int NO_SUCH_FILE = 2;

    private Cgroups() {}

    /// Makes a cgroup with its limits, then starts its workers in it.
    ///
    /// @return the workers of each group, in the definition's order
    /// @throws LabException if there is one already, or something was refused; then there is none
    public static List<List<Worker>> create(CgroupDef definition, Agent agent) {
        Topology topology = agent.machine().spec().topology();
        List<WorkerSpec> specs = definition.workers(topology);
        edit(
                agent,
                "cannot make the cgroup '%s'".formatted(definition.path()),
                "give it a path of its own, and limits that the cgroup above it grants; it was not made",
                definition.edits(topology));
        List<List<Worker>> workers = new ArrayList<>();
        try {
            specs.forEach(spec -> workers.add(agent.spawn(spec)));
        } catch (LabException e) {
            workers.forEach(agent::stop);
            remove(definition.path(), agent);
            throw e;
        }
        return workers;
    }

    /// Moves workers into a cgroup.
    public static void move(List<Worker> workers, String path, Agent agent) {
        edit(
                agent,
                String.format(Locale.ROOT, "cannot move %d workers to the cgroup '%s'", workers.size(), path),
                "name a cgroup that has none below it, and workers that are alive; none was moved",
                workers.stream()
                        .<CgroupEdit>map(worker -> new CgroupEdit.Move(path, worker))
                        .toList());
    }

    /// Writes one of a cgroup's files.
    public static void write(String path, String file, String text, Agent agent) {
        edit(
                agent,
                "cannot set %s of the cgroup '%s' to '%s'".formatted(file, path, text),
                "give a value that the kernel takes; it stays as it was",
                List.of(new CgroupEdit.Write(path, file, text)));
    }

    /// Gives a cgroup all CPUs that the one above it may use now. (While it has tasks the kernel does
    /// not take an empty `cpuset.cpus`.)
    public static void clearCpuset(String path, Agent agent) {
        String above = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        write(path, "cpuset.cpus", state(above, agent).effectiveCpus(), agent);
    }

    /// Gives each of two cgroups the CPUs that the other may use.
    public static void swapCpusets(String one, String other, Agent agent) {
        String ofOne = state(one, agent).effectiveCpus();
        String ofOther = state(other, agent).effectiveCpus();
        edit(
                agent,
                "cannot swap the CPUs of the cgroups '%s' and '%s'".formatted(one, other),
                "give both CPUs that the cgroup above them grants; they stay as they were",
                List.of(
                        new CgroupEdit.Write(one, "cpuset.cpus", ofOther),
                        new CgroupEdit.Write(other, "cpuset.cpus", ofOne)));
    }

    /// Moves the tasks of a cgroup, and of those below it, to another.
    public static void empty(String path, String to, Agent agent) {
        List<CgroupEdit> edits = agent.cgroups().stream()
                .map(CgroupState::path)
                .filter(each -> each.startsWith(path + "/"))
                .<CgroupEdit>map(each -> new CgroupEdit.MoveAll(each, to))
                .collect(Collectors.toList());
        edits.add(new CgroupEdit.MoveAll(path, to));
        edit(
                agent,
                "cannot move the tasks of the cgroup '%s' to '%s'".formatted(path, to),
                "name a cgroup that has none below it; no task was moved",
                edits);
    }

    /// How a cgroup is now.
    ///
    /// @throws LabException if there is none; says which there are
    public static CgroupState state(String path, Agent agent) {
        List<CgroupState> all = agent.cgroups();
        return all.stream()
                .filter(state -> state.path().equals(path))
                .findFirst()
                .orElseThrow(
                        () -> unknown("there is no cgroup '%s'".formatted(path), "it was removed, or never made", all));
    }

    /// Removes a cgroup and those below it.
    ///
    /// @throws LabException if one of them has tasks
    public static void remove(String path, Agent agent) {
        edit(
                agent,
                "cannot remove the cgroup '%s'".formatted(path),
                "stop its workers or move them away first",
                List.of(new CgroupEdit.Remove(path)));
    }

    /// Carries edits out, all or none.
    public static void edit(Agent agent, String what, String remedy, List<CgroupEdit> edits) {
        try {
            agent.editCgroups(what, remedy, edits);
        } catch (AgentException e) {
            if (e.errno() != NO_SUCH_FILE) {
                throw e;
            }
            throw unknown(what, e.said(), agent.cgroups());
        }
    }

    private static LabException unknown(String what, String found, List<CgroupState> all) {
        List<String> there = all.stream()
                .map(CgroupState::path)
                .filter(path -> !path.isEmpty())
                .toList();
        return LabException.asked(what)
                .found(found)
                .available(there.isEmpty() ? "no cgroup has been made" : "cgroups " + String.join(", ", there))
                .remedy("name one of these, or make it first")
                .exception();
    }
}
