package org.schedlab.experiments.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.guest.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/// The commands on real guests: what they end with, and what they say.
@Tag("machine")
class RegressIT {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Path spec(int seeds) throws IOException {
        return Files.writeString(folder.resolve("sweep.json"), """
                {"schedlab_sweep": 1, "name": "regress", "machine": {"memory": "256M", "topology": "1n1l2c1t"},
                 "factors": [{"schedulers": ["vtime"]}, {"seeds": %d}],
                 "scenario": {"steps": [{"hold": "60ms", "ops": [
                     {"type": "Spawn", "spec": {"work": {"type": "PipeIo", "work": "10us"}}},
                     {"type": "Spawn", "spec": {"work": "SpinWait", "count": 3}}]}]},
                 "metrics": [{"name": "wait_max_ns", "table": "latency", "column": "max [ns]", "summary": "MAX"},
                             {"name": "units", "table": "workers", "rows": {"column": "comm", "text": "pipe*"},
                              "column": "work units", "summary": "SUM"}]}
                """.formatted(seeds));
    }

    private int regress(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                spec(8).toString(), "--store", folder.resolve("store").toString(), "--more-is-better", "units"));
        all.addAll(List.of(words));
        out.reset();
        PrintStream told = new PrintStream(out, true, StandardCharsets.UTF_8);
        return RegressCommand.run(all, told, told);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// A slice twenty times as long leaves less for those that talk; the other way round it is no
    /// regression. The same against the same is none either.
    @Test
    void aKnobThatMakesItWorse() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(regress("--base", "slice_ns=1000000", "--head", "slice_ns=20000000", "--page", page.toString()))
                .as(said())
                .isEqualTo(ExitCode.FAILED);
        assertThat(said()).contains("worse: units");
        assertThat(Files.readString(page))
                .contains("<svg")
                .contains("worse: units")
                .contains("p_corrected");

        assertThat(regress("--base", "slice_ns=20000000", "--head", "slice_ns=1000000"))
                .isEqualTo(ExitCode.DONE);
        assertThat(said()).contains("16 from the store").contains("nothing is shown to have become worse");
    }

    /// Two C texts of one scheduler by file; here they do the same. With `./schedlab test --long`.
    @Test
    @EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
    void twoSourcesThatDoTheSame() throws IOException {
        String text = Schedulers.vtime().source();
        Path base = Files.createDirectories(folder.resolve("base")).resolve("own.bpf.c");
        Path head = Files.createDirectories(folder.resolve("head")).resolve("own.bpf.c");
        Files.writeString(base, text);
        Files.writeString(head, text + "\n/* nothing */\n");
        assertThat(regress("--base", base.toString(), "--head", head.toString()))
                .as(said())
                .isEqualTo(ExitCode.DONE);
    }

    private int bisect(String... words) throws IOException {
        List<String> all = new ArrayList<>(
                List.of(spec(2).toString(), "--store", folder.resolve("store").toString()));
        all.addAll(List.of(words));
        out.reset();
        PrintStream told = new PrintStream(out, true, StandardCharsets.UTF_8);
        return BisectCommand.run(all, told, told);
    }

    /// With long slices those that talk wait longer for those that spin. What was run for one claim is there for
    /// another.
    @Test
    void theFirstValueAtWhichAClaimFails() throws IOException {
        String over = "slice_ns=2000000,8000000,20000000";
        assertThat(bisect("--over", over, "--claim", "units>=1000000000")).isEqualTo(ExitCode.FAILED);
        assertThat(said()).contains("units at least 1000000000 fails at both ends", "2 of 3 values looked at");
        assertThat(bisect("--over", over, "--claim", "units>=0")).isEqualTo(ExitCode.DONE);
        assertThat(said()).contains("units at least 0 holds at both ends").doesNotContain("to run");

        assertThat(bisect("--over", over, "--claim", "units>=950")).isEqualTo(ExitCode.FAILED);
        assertThat(said())
                .contains("scheduler: units at least 950 holds up to slice_ns=8000000, fails from slice_ns=20000000 on;"
                        + " 3 of 3 values looked at");
    }

    @Test
    void whatCannotBeBisected() throws IOException {
        assertThat(bisect()).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("it claims nothing", "wait_max_ns, units");
        assertThat(bisect("--claim", "wait<=3")).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("nothing can be claimed of 'wait'", "wait_max_ns, units");
        assertThat(bisect("--claim", "units 3")).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("METRIC<=NUMBER");
        assertThat(bisect("--over", "fast,slow", "--claim", "units>=3")).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("'fast' and 'slow' cannot be compared", "slice_ns=5000000");
        assertThat(bisect("--over", "no..such:x.bpf.c,", "--claim", "units>=3")).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("git log");
    }

    @Test
    void whatCannotBeCompared() throws IOException {
        assertThat(regress("--base", "fast", "--head", "slow")).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("'fast' and 'slow' cannot be compared").contains("slice_ns=5000000");
        assertThat(regress("--base", "slice_nz=1", "--head", "slice_nz=2")).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("slice_nz").contains("slice_ns");
        assertThat(regress("--base", "vtime")).isEqualTo(ExitCode.WRONG);
        assertThat(said()).contains("there is no --head");
    }
}
