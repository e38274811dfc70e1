package org.schedlab.hunt.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Guesses at what of a scenario one task's trouble needs: its own steps, those of its cgroups, and at most one other
/// spawn. Most often one of them will do, which saves taking the others away one by one. A value.
///
/// @param scenario that is to be reduced
/// @param task the name of the task in trouble; worker N of a spawn is called NAME-N
public record Focus(Scenario scenario, String task) {
    /// The smallest first; none if the task is no worker of the scenario.
    public List<Scenario> all() {
        String workers = task.replaceFirst("-\\d+$", "");
        List<Timed> own = scenario.steps().stream()
                .filter(each -> isOwn(each.step(), workers))
                .toList();
        if (own.stream().noneMatch(each -> each.step() instanceof Step.Spawn)) {
            return List.of();
        }
        Set<Scenario> all = new LinkedHashSet<>();
        all.add(Repair.of(scenario.withSteps(own)));
        for (int other = 0; other < scenario.steps().size(); other++) {
            Timed spawn = scenario.steps().get(other);
            if (spawn.step() instanceof Step.Spawn && !isOwn(spawn.step(), workers)) {
                List<Timed> both = new ArrayList<>();
                for (int at = 0; at < scenario.steps().size(); at++) {
                    Timed each = scenario.steps().get(at);
                    if (at == other || isOwn(each.step(), workers)) {
                        both.add(each);
                    }
                }
                all.add(Repair.of(scenario.withSteps(both)));
            }
        }
        all.remove(scenario);
        return List.copyOf(all);
    }

    private static boolean isOwn(Step step, String workers) {
        return step.about().map(workers::equals).orElse(true);
    }
}
