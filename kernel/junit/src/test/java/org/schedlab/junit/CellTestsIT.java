package org.schedlab.junit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.experiments.Design;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.verdict.Measured;
import org.schedlab.lab.verdict.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("machine")
class CellTestsIT {
    @Test
    void eachCellIsATest(@TempDir Path store) {
        List<DynamicTest> tests = CellTests.of(Design.named("as tests")
                        .machine(BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"))
                        .factor("number", 1, 2, 3)
                        .scenario("1", (vm, cell) -> {
                            vm.run(Duration.ofMillis(1));
                            if (cell.integer("number") == 3) {
                                throw new IllegalStateException("three");
                            }
                            return cell.integer("number");
                        })
                        .verdict(run -> Verdict.of(
                                Measured.that("number", run.outcome()).atMost(1)))
                        .store(store))
                .toList();

        assertThat(tests.stream().map(DynamicTest::getDisplayName)).containsExactly("number=1", "number=2", "number=3");
        assertThatCode(tests.get(0).getExecutable()::execute).doesNotThrowAnyException();
        assertThatThrownBy(tests.get(1).getExecutable()::execute)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("FAIL ");
        assertThatThrownBy(tests.get(2).getExecutable()::execute)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("three");
    }
}
