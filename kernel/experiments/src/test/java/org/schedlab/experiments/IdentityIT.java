package org.schedlab.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// What a result is known by: everything that decides it, and nothing else. No machine is booted.
@Tag("kernel")
class IdentityIT {
    private static final Path KERNEL = TestKernels.two().getFirst();

    private static BootOptions machine() {
        return BootOptions.defaults().withKernel(KERNEL).withTopology("1n1l2c1t");
    }

    private static Design design(String name, BootOptions machine) {
        return Design.named(name).machine(machine);
    }

    private static String key(Design design, String version, String metric) {
        return design.scenario(version, (_, _) -> 0)
                .metric(metric, _ -> 0)
                .plan()
                .getFirst()
                .key();
    }

    private static String key(UnaryOperator<BootOptions> change) {
        return key(design("x", change.apply(machine())).seeds(1), "1", "m");
    }

    @Test
    void everythingThatDecidesIsInTheKey() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("as it is", key(options -> options));
        keys.put("topology", key(options -> options.withTopology("1n1l4c1t")));
        keys.put("memory", key(options -> options.withMemory("256M")));
        keys.put("quantum", key(options -> options.withQuantumMicros(40)));
        keys.put("boot seed", key(options -> options.withSeed(2)));
        keys.put("kernel", key(options -> options.withKernel(TestKernels.two().getLast())));
        keys.put("name", key(design("y", machine()).seeds(1), "1", "m"));
        keys.put("version", key(design("x", machine()).seeds(1), "2", "m"));
        keys.put("metric", key(design("x", machine()).seeds(1), "1", "n"));
        keys.put("seed", key(design("x", machine()).seeds(new long[] {2}), "1", "m"));
        keys.put("factor", key(design("x", machine()).factor("f", 1).seeds(1), "1", "m"));
        keys.put("its value", key(design("x", machine()).factor("f", 2).seeds(1), "1", "m"));
        keys.put("scheduler", key(design("x", machine()).schedulers("fails").seeds(1), "1", "m"));
        keys.put(
                "knob",
                key(
                        design("x", machine())
                                .schedulers(Schedulers.fails().with("timeout_ms", 5_000))
                                .seeds(1),
                        "1",
                        "m"));
        assertThat(keys.values())
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key).matches("[0-9a-f]{64}"));
    }

    @Test
    void whereFilesLieAndHowTheHostIsAskedIsNot(@TempDir Path elsewhere) throws IOException {
        Path copy = Files.copy(KERNEL, elsewhere.resolve("kernel of mine"));
        assertThat(key(options -> options.withKernel(copy)
                        .withDeadline(java.time.Duration.ofMinutes(9))
                        .withLifetime(java.time.Duration.ofHours(1))))
                .isEqualTo(key(options -> options));
        List<CellPlan> labels = design("x", machine())
                .kernels(KERNEL.toString(), copy.toString())
                .scenario("1", (_, _) -> 0)
                .metric("m", _ -> 0)
                .plan();
        assertThat(labels.getFirst().key()).isEqualTo(labels.getLast().key());
        assertThat(labels.getFirst().identity())
                .contains("\"experiment\":\"x\"")
                .doesNotContain(elsewhere.toString(), KERNEL.toString());
    }
}
