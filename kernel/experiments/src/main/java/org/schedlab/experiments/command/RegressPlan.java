package org.schedlab.experiments.command;

import java.util.List;

import org.schedlab.experiments.ExperimentData;
import org.schedlab.vm.LabException;

/// What two versions of something make of an experiment: a factor with both as its values. Immutable.
///
/// @param data the experiment with that factor
/// @param factor its name
/// @param base what is compared with, as the factor calls it
/// @param head what is compared
record RegressPlan(ExperimentData data, String factor, String base, String head) {
    /// What the user named, as [Versions#of].
    ///
    /// @throws LabException they are not two of the same kind; says what could be
    static RegressPlan of(ExperimentData data, String base, String head) {
        if (base.equals(head)) {
            throw LabException.asked("'%s' cannot be compared with itself".formatted(base))
                    .found("--base and --head are the same")
                    .remedy("name two of one kind; equal texts give equal rows, bit by bit")
                    .exception();
        }
        Versions both = Versions.of(data, List.of(base, head));
        return new RegressPlan(both.data(), both.factor(), base, head);
    }
}
