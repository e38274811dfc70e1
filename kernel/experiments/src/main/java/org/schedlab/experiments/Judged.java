package org.schedlab.experiments;

import java.util.List;

import org.schedlab.experiments.ExperimentResult.CellResult;
import org.schedlab.lab.verdict.Outcome;
import org.schedlab.lab.verdict.Verdict;
import org.schedlab.vm.LabException;

/// What the verdicts of several cells say together. Stateless.
final class Judged {
    private Judged() {}

    /// Whether all cells pass. One that could not be judged is no answer.
    ///
    /// @throws LabException a cell has no row, or its verdict is INCONCLUSIVE; says which and why
    static boolean allPass(ExperimentResult result) {
        requireRows(result);
        List<CellResult> rows = result.rows();
        rows.stream()
                .filter(each -> each.row().verdict().equals(Outcome.INCONCLUSIVE.toString()))
                .findFirst()
                .ifPresent(each -> {
                    throw undecided(
                            result,
                            "%s: INCONCLUSIVE %s"
                                    .formatted(each.cell(), each.row().end())
                                    .strip());
                });
        return rows.stream().allMatch(each -> each.row().verdict().equals(Outcome.PASS.toString()));
    }

    /// As [#allPass(ExperimentResult)], for a claim about what was measured.
    static boolean allPass(ExperimentResult result, MetricClaim claim) {
        requireRows(result);
        boolean pass = true;
        for (CellResult each : result.rows()) {
            double value = each.row().metrics().getOrDefault(claim.metric(), Double.NaN);
            if (!Double.isFinite(value)) {
                throw undecided(
                        result,
                        "%s: %s was not measured %s"
                                .formatted(
                                        each.cell(), claim.metric(), each.row().end()));
            }
            pass &= new Verdict(claim.of(value)).passed();
        }
        return pass;
    }

    private static void requireRows(ExperimentResult result) {
        if (!result.failures().isEmpty()) {
            throw undecided(result, result.failures().getFirst().toString());
        }
    }

    private static LabException undecided(ExperimentResult result, String found) {
        return LabException.asked("nobody can say whether the claims of '%s' hold".formatted(result.experiment()))
                .found(found)
                .remedy("claim something that is measured in each cell, or leave that value out; what was run is kept")
                .exception();
    }
}
