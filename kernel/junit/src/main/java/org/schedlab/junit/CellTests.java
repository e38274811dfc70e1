package org.schedlab.junit;

import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.schedlab.experiments.CellRow;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentResult;

/// The cells of an experiment as tests, each by its factors:
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> fair() {
///     return CellTests.of(Design.named("fair")
///             .schedulers("vtime", "eevdf")
///             .seeds(5)
///             .scenario("1", (vm, cell) -> …)
///             .verdict(run -> …));
/// }
/// ```
///
/// The cells that the store does not have happen first, as many at once as this host has CPUs for. Stateless.
public final class CellTests {
    private static final Set<String> PASSED = Set.of("", "PASS", "SKIP");

    private CellTests() {}

    /// Runs the experiment. The test of a cell fails if the cell has no row, or a verdict that is FAIL or
    /// INCONCLUSIVE.
    ///
    /// @throws org.schedlab.vm.LabException as [Experiment#run()]
    public static Stream<DynamicTest> of(Experiment<?> experiment) {
        ExperimentResult result = experiment.run();
        return Stream.concat(
                result.rows().stream()
                        .map(each -> DynamicTest.dynamicTest(each.cell().toString(), () -> check(each.row()))),
                result.failures().stream()
                        .map(each -> DynamicTest.dynamicTest(each.cell().toString(), () -> {
                            throw new AssertionError(each.why());
                        })));
    }

    private static void check(CellRow row) {
        if (!PASSED.contains(row.verdict())) {
            throw new AssertionError("%s %s; at %s ns of guest time, state %s"
                    .formatted(row.verdict(), row.end(), row.guestTimeNanos(), row.stateHash()));
        }
    }
}
