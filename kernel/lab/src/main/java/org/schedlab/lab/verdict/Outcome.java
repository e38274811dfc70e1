package org.schedlab.lab.verdict;

import java.util.Collection;
import java.util.Comparator;

/// What became of a claim. From the gravest on: the gravest of several is the outcome of all.
public enum Outcome {
    /// It was measured, and it is not so.
    FAIL,

    /// It was not measured, so nobody knows.
    INCONCLUSIVE,

    /// It was measured, and it is so.
    PASS,

    /// It was not asked.
    SKIP;

    /// The gravest of several outcomes.
    ///
    /// @return INCONCLUSIVE if there are none: nothing was measured
    public static Outcome gravest(Collection<Outcome> outcomes) {
        return outcomes.stream().min(Comparator.naturalOrder()).orElse(INCONCLUSIVE);
    }
}
