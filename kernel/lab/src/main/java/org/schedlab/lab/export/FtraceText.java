package org.schedlab.lab.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;

import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.vm.LabException;

/// Writes a recording as ftrace's text, which LISA, scripts for `trace-cmd report` and Perfetto read:
/// `comm-pid [cpu] flags seconds: event: fields`, one line an event, by time.
///
/// Seconds have nine decimals, from power-on. Of the flags only `h` (handles an interrupt) is known; `.` stands for
/// the others. What has no trace event in the kernel is called `schedlab_…`; marks are `tracing_mark_write`. Equal
/// recordings give equal bytes. Stateless.
public final class FtraceText {
    private FtraceText() {}

    /// Writes a file; an existing one is replaced.
    ///
    /// @return the file
    /// @throws LabException it cannot be written; nothing is left of it
    public static Path write(Recording recording, Path file) {
        return WholeFile.write("ftrace's text", file, stream -> write(recording, stream));
    }

    /// Writes to a stream, which is not closed.
    ///
    /// @throws IOException the stream cannot be written to
    public static void write(Recording recording, OutputStream stream) throws IOException {
        try {
            new Lines(recording, stream).write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class Lines {
        private static final Mark NONE = new Mark(Long.MAX_VALUE, Mark.Kind.NOTE, "");

        private final Recording recording;
        private final OutputStream stream;
        private final GuestNow now;
        private final TraceEvents kernel;
        private final Iterator<Mark> marks;
        private final StringBuilder line = new StringBuilder();
        private Mark nextMark;

        Lines(Recording recording, OutputStream stream) {
            this.recording = recording;
            this.stream = stream;
            now = GuestNow.atStartOf(recording);
            kernel = new TraceEvents(now, this::write);
            marks = recording.marks().iterator();
            nextMark = next();
        }

        void write() {
            header();
            recording.forEach((SchedEvent event) -> {
                writeMarksUntil(event.nanos());
                kernel.take(event);
                writeOurs(event);
                now.take(event);
            });
            writeMarksUntil(Long.MAX_VALUE - 1);
        }

        private void header() {
            Recording.Interval interval = recording.interval();
            line.append("# tracer: nop\n#\n# recorded by schedlab: Linux ")
                    .append(interval.kernel())
                    .append(", ")
                    .append(interval.cpus())
                    .append(" CPUs, ")
                    .append(interval.scheduler())
                    .append("; lost events: ")
                    .append(interval.lost())
                    .append('\n');
            interval.missing()
                    .forEach(each -> line.append("# not seen: ").append(each).append('\n'));
            line.append("#\n#           TASK-PID     CPU#  FLAGS  TIMESTAMP  FUNCTION\n");
            drain();
        }

        private void write(TraceEvent event) {
            begin(event.comm(), event.pid(), event.cpu(), event.inInterrupt(), event.nanos());
            line.append(event.format().event()).append(": ");
            event.format().print().append(line, event.values());
            line.append('\n');
            drain();
        }

        private void writeOurs(SchedEvent event) {
            RecordedTask task = now.running(event.cpu());
            begin(
                    task == null ? "<...>" : now.name(task),
                    task == null ? 0 : task.pid(),
                    event.cpu(),
                    now.inInterrupt(event.cpu()),
                    event.nanos());
            if (OwnEventText.append(line, event, now)) {
                line.append('\n');
                drain();
            }
            line.setLength(0);
        }

        private void writeMarksUntil(long nanos) {
            for (; nextMark.nanos() <= nanos; nextMark = next()) {
                begin("schedlab", 0, 0, false, nextMark.nanos());
                line.append("tracing_mark_write: ")
                        .append(nextMark.kind())
                        .append(' ')
                        .append(nextMark.text().replaceAll("\\R", " "))
                        .append('\n');
                drain();
            }
        }

        private Mark next() {
            return marks.hasNext() ? marks.next() : NONE;
        }

        private void begin(String comm, int pid, int cpu, boolean inInterrupt, long nanos) {
            line.repeat(' ', Math.max(0, 16 - comm.length())).append(comm).append('-');
            String digits = Integer.toString(pid);
            line.append(digits).repeat(' ', Math.max(0, 7 - digits.length())).append(" [");
            EventPrint.appendCpu(line, cpu);
            line.append("] ").append(inInterrupt ? "..h.." : ".....").append(' ');
            appendSeconds(nanos);
            line.append(": ");
        }

        private void appendSeconds(long nanos) {
            String seconds = Long.toString(nanos / 1_000_000_000);
            String fraction = Long.toString(nanos % 1_000_000_000);
            line.repeat(' ', Math.max(0, 5 - seconds.length())).append(seconds).append('.');
            line.repeat('0', 9 - fraction.length()).append(fraction);
        }

        private void drain() {
            try {
                stream.write(line.toString().getBytes(StandardCharsets.UTF_8));
                line.setLength(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
