package org.schedlab.experiments.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.MetricClaim;
import org.schedlab.experiments.Summary;
import org.schedlab.experiments.TableMetric;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.Ops;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.verdict.Verdict;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SweepSpecTest {
    private static final TableMetric WAIT =
            new TableMetric("wait_max_ns", "latency", Optional.empty(), "max [ns]", Summary.MAX);
    private static final Scenario SPIN =
            Scenario.of(Ops.step(Ops.spawnWorkers(WorkerSpec.spinning(2))).hold(Duration.ofMillis(20)));

    @TempDir
    private Path folder;

    /// Every factor that is data.
    private static Experiment<?> everything() {
        SequencedMap<String, Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put("spin", SPIN);
        scenarios.put("nothing", Scenario.of());
        return Design.named("all")
                .machine(BootOptions.defaults()
                        .withMemory("256M")
                        .withInstructionNanos(4)
                        .withSeed(7))
                .kernels("6.18", "7.3")
                .topologies("1n1l2c1t", "2n1l1c1t")
                .schedulers(Scheduler.eevdf(), Schedulers.vtime().with("slice_ns", 1_000_000))
                .startOffsets(Duration.ZERO, Duration.ofNanos(1_500))
                .scenarios(scenarios)
                .seeds(3)
                .bootSeeds()
                .eachScenario()
                .metric(WAIT)
                .claim(new MetricClaim("wait_max_ns", OptionalDouble.of(1e9), OptionalDouble.empty()));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        SweepSpec spec = SweepSpec.of(everything()).withGolden(new Golden("a", "b", "c", "d"));
        SweepSpec again = SweepSpec.read(spec.bytes(), folder);
        assertThat(again.bytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(spec.bytes(), StandardCharsets.UTF_8));
        assertThat(again.golden()).isEqualTo(spec.golden());
        assertThat(again.data().factors()).hasSize(6);
        assertThat(again.data().machine().instructionNanos()).isEqualTo(4);
        assertThat(again.sha256()).isEqualTo(spec.sha256());
    }

    @Test
    void aKnobIsAFactorToo() {
        SweepSpec spec = SweepSpec.of(Design.named("knob")
                .knob(Schedulers.vtime(), "slice_ns", 1_000_000, 2_000_000)
                .scenario(SPIN)
                .metric(WAIT));
        assertThat(new String(spec.bytes(), StandardCharsets.UTF_8)).contains("\"values\" : [ 1000000, 2000000 ]");
        assertThat(SweepSpec.read(spec.bytes(), folder).sha256()).isEqualTo(spec.sha256());
    }

    /// All that is code is named, not only the first of it.
    @Test
    void codeCannotBeWritten() {
        Experiment<Integer> code = Design.named("code")
                .factor("workers", 1, 2)
                .schedulers("vtime")
                .scenario("1", (_, _) -> 0)
                .metric("own", _ -> 1)
                .metric(WAIT)
                .verdict(_ -> Verdict.of());
        assertThatThrownBy(() -> SweepSpec.of(code))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("the experiment 'code' cannot be run by another host\n"
                        + "  found: its scenario is Java code; only Java code knows what the values of the factor"
                        + " 'workers' mean; the metric 'own' is Java code; its verdict is Java code\n");
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() throws IOException {
        assertThatThrownBy(() -> SweepSpec.read(folder.resolve("none.json"))).hasMessageContaining("there is no sweep");
        assertThatThrownBy(() -> read("{\n  \"name\": }"))
                .hasMessageContaining("the sweep is not JSON")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> read("{\"name\": \"x\"}")).hasMessageContaining("\"schedlab_sweep\": 1");
        assertThatThrownBy(() -> read("""
                        {"schedlab_sweep": 1, "name": "x", "scenario": {}, "metrics": [
                         {"name": "a", "table": "latenzy", "column": "b", "summary": "MAX"}]}"""))
                .hasMessageContaining("'metrics[0]': the metric 'a' cannot be of the table 'latenzy'")
                .hasMessageContaining("latencyByCpu");
        assertThatThrownBy(() -> read("""
                        {"schedlab_sweep": 1, "name": "x", "factors": [{"schedulers": ["vtimes"]}],
                         "scenario": {}, "metrics": []}""")).hasMessageContaining("there is no scheduler 'vtimes'");
        assertThatThrownBy(() -> read("{\"schedlab_sweep\": 1, \"name\": \"x\", \"metrics\": []}"))
                .hasMessageContaining("has no scenario");
    }

    /// A C file beside the spec travels in it.
    @Test
    void aFileOfASchedulerIsReadAndKept() throws IOException {
        Files.writeString(folder.resolve("own.bpf.c"), Schedulers.fifo().source());
        Path file = folder.resolve("sweep.json");
        Files.writeString(file, """
                {"schedlab_sweep": 1, "name": "x", "scenario": {},
                 "factors": [{"schedulers": [{"name": "own", "file": "own.bpf.c"}]}],
                 "metrics": [{"name": "a", "table": "latency", "column": "max [ns]", "summary": "MAX"}]}""");
        SweepSpec spec = SweepSpec.read(file);
        assertThat(SweepSpec.read(spec.bytes(), Path.of("/nowhere")).sha256()).isEqualTo(spec.sha256());
        assertThat(new String(spec.bytes(), StandardCharsets.UTF_8))
                .contains("SCX_OPS")
                .doesNotContain("own.bpf.c\"");
    }

    private SweepSpec read(String text) throws IOException {
        return SweepSpec.read(Files.writeString(folder.resolve("x.json"), text));
    }
}
