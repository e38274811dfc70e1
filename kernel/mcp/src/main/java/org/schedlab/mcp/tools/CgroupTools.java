package org.schedlab.mcp.tools;

import java.util.List;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.lab.tables.CgroupTable;
import org.schedlab.lab.workers.Cgroup;
import org.schedlab.vm.LabException;

/// Cgroups.
final class CgroupTools {
    private static final List<String> CHANGES =
            List.of("weight", "max_percent", "cpus", "freeze", "unfreeze", "clear_max", "clear_cpus", "remove");

    private CgroupTools() {}

    static List<LabTool> all() {
        return List.of(
                LabTool.moves(
                        "cgroup_create",
                        "Make a cgroup",
                        "Makes a cgroup (version 2) in the guest; spawn with cgroup starts workers in it.",
                        choices(Schema.none().text("path", "below /sys/fs/cgroup, such as web or web/api")),
                        CgroupTools::create),
                LabTool.moves(
                        "cgroup_set",
                        "Change a cgroup",
                        "Changes limits of a cgroup that cgroup_create made, moves workers into it, freezes, thaws or"
                                + " removes it. Only what is given changes.",
                        choices(Schema.none().text("path", "as given to cgroup_create"))
                                .flagIf("clear_max", "lifts the limit of CPU time")
                                .flagIf("clear_cpus", "lets its tasks run on all CPUs")
                                .flagIf("freeze", "stops its tasks")
                                .flagIf("unfreeze", "lets them go on")
                                .textIf("move", "the name of workers that are moved into it")
                                .flagIf("remove", "ends its tasks' stay and removes it"),
                        CgroupTools::set),
                LabTool.moves(
                        "cgroups",
                        "Cgroups there are",
                        "All cgroups with weights, limits and what they used. The guest is asked, which takes some µs of"
                                + " guest time.",
                        Schema.none().limit(100),
                        (session, given) -> {
                            var before = session.vm().instant();
                            var states = session.vm().cgroups();
                            return Answer.of(
                                    CgroupTable.of(
                                            states, session.vm().instant().captionOfAsking(before)),
                                    given.limit(100));
                        }));
    }

    private static Schema choices(Schema with) {
        return with.wholeIf("weight", 1, 10_000, "cpu.weight; 100 is what every cgroup has")
                .wholeIf("max_percent", 1, 100_000, "at most this percentage of one CPU, in periods of 100 ms")
                .wholesIf("cpus", "the only CPUs that its tasks may use");
    }

    private static Answer create(LabSession session, Arguments given) {
        CgroupDef definition = CgroupDef.named(given.text("path"));
        if (given.numberIf("weight").isPresent()) {
            definition = definition.weight(Math.toIntExact(given.whole("weight")));
        }
        if (given.numberIf("max_percent").isPresent()) {
            definition = definition.maxPercent(Math.toIntExact(given.whole("max_percent")));
        }
        if (!given.list("cpus").isEmpty()) {
            definition = definition.cpuset(cpus(given));
        }
        Cgroup made = session.vm().create(definition);
        session.cgroups().put(made.path(), made);
        return Answer.of("made " + definition.text());
    }

    private static CpusetSpec cpus(Arguments given) {
        return new CpusetSpec.Exact(given.list("cpus").stream()
                .map(each -> ((Number) each).intValue())
                .toList());
    }

    private static Answer set(LabSession session, Arguments given) {
        Cgroup cgroup = session.cgroup(given.text("path"));
        if (CHANGES.stream().noneMatch(given.values()::containsKey)
                && !given.values().containsKey("move")) {
            throw LabException.asked("cgroup_set was told no change of " + cgroup.path())
                    .available(String.join(", ", CHANGES) + ", move")
                    .remedy("give one of these")
                    .exception();
        }
        if (given.numberIf("weight").isPresent()) {
            var _ = cgroup.weight(Math.toIntExact(given.whole("weight")));
        }
        if (given.numberIf("max_percent").isPresent()) {
            var _ = cgroup.maxPercent(Math.toIntExact(given.whole("max_percent")));
        }
        if (given.flag("clear_max")) {
            var _ = cgroup.clearMax();
        }
        if (!given.list("cpus").isEmpty()) {
            var _ = cgroup.cpuset(cpus(given));
        }
        if (given.flag("clear_cpus")) {
            var _ = cgroup.clearCpuset();
        }
        if (given.flag("freeze")) {
            var _ = cgroup.freeze();
        }
        if (given.flag("unfreeze")) {
            var _ = cgroup.unfreeze();
        }
        given.textIf("move").ifPresent(name -> {
            var _ = cgroup.move(session.workers(name));
        });
        if (given.flag("remove")) {
            cgroup.remove();
            var _ = session.cgroups().remove(cgroup.path());
            return Answer.of(cgroup.path() + " is removed");
        }
        return Answer.of(cgroup.path() + " is changed");
    }
}
