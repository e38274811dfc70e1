package org.schedlab.hunt.run;

import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.vm.LabException;

/// A claim of the user's threw, so that nobody knows whether it holds.
public final class ClaimFailedException extends LabException {
    private static final long serialVersionUID = 1L;

    private ClaimFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    static ClaimFailedException of(String claim, Scenario scenario, RuntimeException why) {
        return new ClaimFailedException(
                LabException.asked("the verdict '%s' could not be given".formatted(claim))
                        .found("it threw %s in the scenario%n    %s"
                                .formatted(why, scenario.text().replace("\n", "\n    ")))
                        .available("a Verdict, or an AssertionError for one that does not hold")
                        .remedy(
                                "change the verdict; what the hunt has tried is kept, and the same hunt begins with this"
                                        + " scenario again")
                        .text(),
                why);
    }
}
