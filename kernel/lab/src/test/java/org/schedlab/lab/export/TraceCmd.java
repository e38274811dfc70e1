package org.schedlab.lab.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.vm.HostProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// trace-cmd as the oracle for `trace.dat`.
final class TraceCmd {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private TraceCmd() {}

    /// Skips the test where it is not.
    static void assumeItIsHere() {
        assumeThat(Path.of("/usr/bin/trace-cmd"))
                .as("not tested: trace-cmd is not installed (apt-get install --no-install-recommends trace-cmd)")
                .isExecutable();
    }

    /// What it prints of a recording: all digits of times; events as the file's own formats say them, not
    /// as a plug-in of trace-cmd's does.
    static List<String> report(Recording recording, Path folder) throws IOException, InterruptedException {
        Path file = TraceDat.write(recording, folder.resolve("trace.dat"));
        Path report = folder.resolve("report");
        HostProcess process = HostProcess.run(
                List.of("bash", "-c", "trace-cmd report -t -N -i \"$0\" > \"$1\"", file.toString(), report.toString()),
                folder,
                DEADLINE,
                "look at trace-cmd");
        assertThat(process).isEqualTo(new HostProcess(0, ""));
        return Files.readAllLines(report);
    }

    /// The lines of events, as [#normal] has them.
    static List<String> events(List<String> report) {
        return report.stream()
                .filter(line -> line.contains(": "))
                .map(TraceCmd::normal)
                .toList();
    }

    /// The kernel's events as the recording's own text says them.
    static List<String> expected(Recording recording, Path folder) throws IOException {
        return Files.readAllLines(FtraceText.write(recording, folder.resolve("text"))).stream()
                .filter(line ->
                        !line.startsWith("#") && !line.contains(": schedlab_") && !line.contains("_mark_write: "))
                .map(TraceCmd::normal)
                .toList();
    }

    /// Without flags and the name of who ran, and with one space between words.
    private static String normal(String line) {
        return line.replaceFirst("^.*?-(\\d+) +\\[(\\d+)\\] ([.dNnpPXDhHszZ0-9]{5} )?", "$1 [$2] ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
