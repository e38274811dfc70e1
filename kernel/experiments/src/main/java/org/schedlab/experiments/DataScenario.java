package org.schedlab.experiments;

import java.util.List;
import java.util.Optional;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.WorkerGroup;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Op;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.scenario.Step;
import org.schedlab.lab.session.VmSession;

/// A scenario that is data: one for all cells, or the cell's own. What its workers draw at random is the
/// cell's seed's. Immutable.
///
/// @param forAll empty if the factor [Factor#SCENARIO] says which
record DataScenario(Optional<Scenario> forAll) implements CellScenario<ScenarioResult> {
    @Override
    public ScenarioResult run(VmSession vm, Cell cell) {
        Scenario scenario = forAll.orElseGet(() -> cell.value(Factor.SCENARIO, Scenario.class));
        return vm.execute(seeded(scenario, cell.seed()));
    }

    /// Workers of other seeds stay such.
    private static Scenario seeded(Scenario scenario, long seed) {
        Backdrop backdrop = scenario.backdrop();
        return new Scenario(
                scenario.duration(),
                scenario.patience(),
                scenario.guestLimit(),
                new Backdrop(
                        seeded(backdrop.cgroups(), seed),
                        backdrop.workers().stream()
                                .map(each -> seeded(each, seed))
                                .toList(),
                        backdrop.settle()),
                scenario.steps().stream().map(each -> seeded(each, seed)).toList());
    }

    private static Step seeded(Step step, long seed) {
        return new Step(
                seeded(step.cgroups(), seed),
                step.ops().stream().map(each -> seeded(each, seed)).toList(),
                step.hold());
    }

    private static Op seeded(Op op, long seed) {
        return switch (op) {
            case Op.Spawn(WorkerSpec spec) -> new Op.Spawn(seeded(spec, seed));
            case Op.AddCgroup(CgroupDef definition) ->
                new Op.AddCgroup(seeded(List.of(definition), seed).getFirst());
            default -> op;
        };
    }

    private static List<CgroupDef> seeded(List<CgroupDef> cgroups, long seed) {
        return cgroups.stream()
                .map(each -> new CgroupDef(
                        each.path(),
                        each.weight(),
                        each.max(),
                        each.cpuset(),
                        each.groups().stream()
                                .map(group -> new WorkerGroup(group.size(), seeded(group.spec(), seed)))
                                .toList()))
                .toList();
    }

    private static WorkerSpec seeded(WorkerSpec workers, long seed) {
        return workers.withSeed(workers.seed() - 1 + seed);
    }
}
