package org.schedlab.lab.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;

/// Where events come from: files, and the flight recorder. Stateless.
final class Recorded {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private Recorded() {}

    /// Of a file: text, a `trace.dat`, which the host's trace-cmd reads, or a Perfetto trace.
    ///
    /// @throws LabException it cannot be read, or has no switches
    static List<SeenEvent> of(Path file) {
        try {
            String name = file.toString();
            if (name.endsWith(".pftrace") || name.endsWith(".perfetto-trace")) {
                List<SeenEvent> events = PerfettoScheduling.read(Files.readAllBytes(file));
                return SchedText.requireSwitches(events, events.size() + " scheduling events", name);
            }
            return SchedText.read(name.endsWith(".dat") ? report(file) : Files.readAllLines(file), name);
        } catch (IOException e) {
            throw LabException.asked("the recording %s cannot be read".formatted(file))
                    .found(String.valueOf(e))
                    .remedy("check the path, which counts from " + Path.of("").toAbsolutePath())
                    .exception();
        }
    }

    private static List<String> report(Path file) throws IOException {
        Path folder = Files.createTempDirectory("schedlab-replay");
        Path text = folder.resolve("report");
        try {
            HostProcess process = HostProcess.run(
                    List.of(
                            "sh",
                            "-c",
                            "exec trace-cmd report -t -N -i \"$0\" > \"$1\"",
                            file.toAbsolutePath().toString(),
                            text.toString()),
                    folder,
                    DEADLINE,
                    "look at the recording with trace-cmd report");
            if (process.code() != 0) {
                throw LabException.asked("trace-cmd cannot read the recording %s".formatted(file))
                        .found(process.output())
                        .remedy("install trace-cmd, or give its text: trace-cmd report -t FILE > text")
                        .exception();
            }
            return Files.readAllLines(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.asked("interrupted while trace-cmd read %s".formatted(file))
                    .exception();
        } finally {
            Files.deleteIfExists(text);
            Files.deleteIfExists(folder);
        }
    }

    /// Of the flight recorder, by the clock of QEMU. Who runs when an interrupt wakes is no waker.
    static List<SeenEvent> of(Recording recording) {
        List<SeenEvent> events = new ArrayList<>();
        boolean[] inInterrupt = new boolean[recording.interval().cpus()];
        recording.forEach(event -> {
            switch (event) {
                case SchedEvent.InterruptEntered at -> inInterrupt[at.cpu()] = true;
                case SchedEvent.InterruptLeft at -> inInterrupt[at.cpu()] = false;
                case SchedEvent.Switch at ->
                    events.add(new SeenEvent.Switched(
                            at.nanos(), at.cpu(), who(at.prev()), at.state().runnable(), who(at.next())));
                case SchedEvent.Waking at -> {
                    int waker = inInterrupt[at.cpu()] ? 0 : at.waker().pid();
                    events.add(new SeenEvent.Woken(at.nanos(), at.cpu(), waker, who(at.task())));
                }
                case SchedEvent.WakeupNew at ->
                    events.add(new SeenEvent.Woken(at.nanos(), at.cpu(), 0, who(at.task())));
                default -> {}
            }
        });
        return events;
    }

    private static SeenEvent.Who who(RecordedTask task) {
        return new SeenEvent.Who(task.pid(), task.name(), task.prio());
    }
}
