package org.schedlab.lab.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.schedlab.lab.recorder.FieldHistory;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.vm.LabException;

/// Writes a recording as a trace for Perfetto (`.pftrace`, ui.perfetto.dev, trace_processor).
///
/// In it: the kernel's trace events of each CPU (switches, wake-ups, migrations, new tasks, renamings, exits, idle
/// CPUs, interrupts) with the names of processes and threads; counters of each CPU's waiting tasks and of each DSQ's
/// depth; the ops of the BPF scheduler, EEVDF's steps, throttled cgroups, marks; arrows from whoever woke a task to
/// where it ran then. Times are the guest's, in ns from power-on. Equal recordings give equal bytes. Stateless.
public final class PerfettoTrace {
    private PerfettoTrace() {}

    /// Writes a file; an existing one is replaced. Reads the recording several times and holds little of it.
    ///
    /// @param file its name should end in `.pftrace`
    /// @return the file
    /// @throws LabException it cannot be written; nothing is left of it
    public static Path write(Recording recording, Path file) {
        return write(recording, List.of(), file);
    }

    /// As [#write(Recording, Path)], with a counter for each of some fields.
    ///
    /// @param fields what they were over the interval, or a longer one
    public static Path write(Recording recording, List<FieldHistory> fields, Path file) {
        return WholeFile.write("the Perfetto trace", file, stream -> write(recording, fields, stream));
    }

    /// Writes to a stream, which is not closed.
    ///
    /// @throws IOException the stream cannot be written to
    public static void write(Recording recording, OutputStream stream) throws IOException {
        write(recording, List.of(), stream);
    }

    private static void write(Recording recording, List<FieldHistory> fields, OutputStream stream) throws IOException {
        try {
            PerfettoPackets packets = new PerfettoPackets(stream);
            systemInfo(recording.interval(), packets);
            PerfettoProcesses.write(recording, packets);
            PerfettoTracks tracks =
                    new PerfettoTracks(packets, recording.interval().from());
            marks(recording, tracks);
            for (FieldHistory field : fields) {
                count(recording, field, tracks);
            }
            events(recording, packets, tracks);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// The viewer reads `prev_state` by the kernel's version.
    private static void systemInfo(Recording.Interval interval, PerfettoPackets packets) {
        packets.write(body -> {
            int info = body.open(PerfettoFields.SYSTEM_INFO);
            int utsname = body.open(PerfettoFields.UTSNAME);
            body.text(PerfettoFields.SYSNAME, "Linux");
            body.text(PerfettoFields.RELEASE, interval.kernel());
            body.text(PerfettoFields.MACHINE, "x86_64");
            body.close(utsname);
            body.number(PerfettoFields.NUM_CPUS, interval.cpus());
            body.close(info);
        });
    }

    private static void marks(Recording recording, PerfettoTracks tracks) {
        Recording.Interval interval = recording.interval();
        long about = tracks.track(PerfettoTracks.Group.MARKS, "recording", 0);
        tracks.instant(interval.from(), about, "recorded by schedlab", body -> {
            Annotation.SCHEDULER.add(body, interval.scheduler());
            Annotation.KERNEL.add(body, interval.kernel());
            Annotation.LOST.add(body, interval.lost());
            interval.missing().forEach(each -> Annotation.NOT_SEEN.add(body, each));
        });
        for (Mark mark : recording.marks()) {
            long track = tracks.track(PerfettoTracks.Group.MARKS, kind(mark.kind()), 1);
            tracks.instant(mark.nanos(), track, mark.text(), _ -> {});
        }
    }

    private static void count(Recording recording, FieldHistory field, PerfettoTracks tracks) {
        Recording.Interval interval = recording.interval();
        Optional<Long> atStart = Optional.empty();
        SortedMap<Long, Long> within = new TreeMap<>();
        for (FieldHistory.Step step : field.steps()) {
            long nanos = recording.clock(step.guestNanos());
            if (nanos <= interval.from()) {
                atStart = Optional.of(step.after());
            } else {
                atStart = atStart.or(() -> Optional.of(step.before()));
                if (nanos <= interval.to()) {
                    within.put(nanos, step.after());
                }
            }
        }
        if (atStart.isPresent()) {
            long track = tracks.counter(PerfettoTracks.Group.FIELDS, field.field(), 0);
            tracks.count(interval.from(), track, atStart.get());
            within.forEach((nanos, value) -> tracks.count(nanos, track, value));
        }
    }

    private static String kind(Mark.Kind kind) {
        return switch (kind) {
            case CELL -> "cells";
            case COLD_OPERATION -> "cold operations";
            case FREEZE -> "freezes";
            case NOTE -> "notes";
        };
    }

    private static void events(Recording recording, PerfettoPackets packets, PerfettoTracks tracks) {
        PerfettoBundles bundles =
                new PerfettoBundles(packets, recording.interval().cpus());
        GuestNow now = GuestNow.atStartOf(recording);
        TraceEvents kernel = new TraceEvents(now, bundles::add);
        TaskStates states = new TaskStates(recording);
        PerfettoCounters counters = new PerfettoCounters(recording, states, tracks);
        PerfettoWakeUps wakeUps = new PerfettoWakeUps(recording, states, tracks);
        PerfettoSlices slices = new PerfettoSlices(tracks);
        recording.forEach((SchedEvent event) -> {
            kernel.take(event);
            wakeUps.take(event);
            states.take(event);
            counters.take(event);
            slices.take(event);
            now.take(event);
        });
        bundles.finish();
    }
}
