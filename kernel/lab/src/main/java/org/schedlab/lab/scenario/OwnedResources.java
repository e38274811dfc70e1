package org.schedlab.lab.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Cgroups;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CgroupEdit;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;

/// What a step, or the backdrop, has made and takes away when it ends. Confined to its scenario.
final class OwnedResources {
    private final List<String> cgroups = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    /// Workers that were spawned under one name.
    record Group(String name, List<Worker> workers) {}

    void create(CgroupDef definition, Agent agent) {
        List<List<Worker>> made = Cgroups.create(definition, agent);
        cgroups.add(definition.path());
        for (int i = 0; i < made.size(); i++) {
            groups.add(new Group(definition.groups().get(i).spec().name(), new ArrayList<>(made.get(i))));
        }
    }

    void spawn(WorkerSpec spec, Agent agent) {
        groups.add(new Group(spec.name(), new ArrayList<>(agent.spawn(spec))));
    }

    List<Group> groups() {
        return groups;
    }

    /// Whether a cgroup is one of these or below one.
    boolean hold(String cgroup) {
        return cgroups.stream().anyMatch(each -> within(cgroup, each));
    }

    List<Worker> workers() {
        return groups.stream().flatMap(group -> group.workers().stream()).toList();
    }

    void forgetWorkers(Collection<Worker> stopped) {
        groups.forEach(group -> group.workers().removeAll(stopped));
        groups.removeIf(group -> group.workers().isEmpty());
    }

    void forgetCgroup(String path) {
        cgroups.removeIf(each -> within(each, path));
    }

    /// Stops the workers and removes the cgroups, the last made first. Tasks that are in them and
    /// nobody's are moved to the root.
    void clearAway(Agent agent) {
        if (!groups.isEmpty()) {
            agent.stop(workers());
            groups.clear();
        }
        for (String path : cgroups.reversed()) {
            List<CgroupEdit> edits = new ArrayList<>(agent.cgroups().stream()
                    .map(CgroupState::path)
                    .filter(each -> within(each, path))
                    .<CgroupEdit>map(each -> new CgroupEdit.MoveAll(each, ""))
                    .toList());
            edits.add(new CgroupEdit.Remove(path));
            Cgroups.edit(agent, "cannot clear the cgroup '%s' away".formatted(path), "%rewind to a checkpoint", edits);
        }
        cgroups.clear();
    }

    boolean isEmpty() {
        return cgroups.isEmpty() && groups.isEmpty();
    }

    static boolean within(String path, String above) {
        return path.equals(above) || path.startsWith(above + "/");
    }
}
