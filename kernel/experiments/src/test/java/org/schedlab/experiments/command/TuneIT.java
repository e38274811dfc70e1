package org.schedlab.experiments.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.experiments.sweep.ExitCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The command that tunes a sweep's scheduler.
@Tag("machine")
class TuneIT {
    private static final String SPEC = """
            {
              "schedlab_sweep": 1,
              "name": "waits",
              "machine": {"memory": "256M", "topology": "1n1l1c1t"},
              "factors": [{"schedulers": ["vtime"]}, {"seeds": 1}],
              "scenario": {"steps": [{"ops": [
                {"type": "Spawn", "spec": {"work": {"type": "SpinWait"}, "count": 1}},
                {"type": "Spawn", "spec": {"work": {"type": "PipeIo", "work": "10us"}, "count": 2}}
              ], "hold": "60ms"}]},
              "metrics": [{"name": "wait_max_ns", "table": "latency", "column": "max [ns]", "summary": "MAX"}]
            }
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeEach
    void spec() throws IOException {
        Files.writeString(folder.resolve("waits.json"), SPEC);
    }

    private int tune(String... options) {
        List<String> words = Stream.concat(
                        Stream.of(folder.resolve("waits.json").toString()), Stream.of(options))
                .toList();
        return TuneCommand.run(
                words,
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(tune("--minimise", "wait_max_ns")).isEqualTo(1);
        assertThat(told()).contains("no knob is varied", "slice_ns");
        assertThat(tune("--knob", "slice_ns", "--minimise", "wait_max_ns")).isEqualTo(1);
        assertThat(told()).contains("--knob is 'slice_ns', which is not NAME=LOW..HIGH");
        assertThat(tune("--knob", "slice_ns=1000000..9000000", "--minimise", "waits"))
                .isEqualTo(1);
        assertThat(told()).contains("'waits' cannot be tuned for", "wait_max_ns");
        assertThat(tune("--knob", "slice_ns=1000000..9000000", "--scheduler", "eevdf"))
                .isEqualTo(1);
        assertThat(told()).contains("--scheduler is 'eevdf'");
        assertThat(tune("--knob", "slice_ns=1000000..9000000", "--minimise", "wait_max_ns", "--held-out", "few"))
                .isEqualTo(1);
        assertThat(told()).contains("--held-out has 'few'");
        assertThat(tune("--knob", "slice_ns=1..9", "--knob", "flags=0..1", "--minimise", "wait_max_ns"))
                .isEqualTo(1);
        assertThat(told()).contains("--knob is there twice, with 'slice_ns=1..9' and 'flags=0..1'");
        assertThat(printed.size()).isZero();
    }

    @Test
    void theBestIsShownOnOtherSeeds() {
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        int code = tune(
                "--knob=slice_ns=1000000..20000000",
                "--minimise=wait_max_ns",
                "--budget=4",
                "--held-out=2,3",
                "--store=" + folder.resolve("store"));

        assertThat(code).as(told()).isEqualTo(ExitCode.DONE);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("slice_ns", "wait_max_ns", "4 settings")
                .contains("5000000");
    }
}
