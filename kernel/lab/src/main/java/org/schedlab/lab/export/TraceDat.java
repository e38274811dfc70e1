package org.schedlab.lab.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.vm.LabException;

/// Writes a recording as `trace.dat` (version 6), which trace-cmd, KernelShark and LISA read.
///
/// In it are the kernel's trace events; sched_ext's, EEVDF's and marks have no place there. Times are the
/// guest's, in ns from power-on (`trace-cmd report -t` prints all digits). Beside each event the readers
/// name who ran by the last name of that pid: the file has no other. Equal recordings give equal bytes.
/// Stateless.
public final class TraceDat {
    private TraceDat() {}

    /// Writes a file; an existing one is replaced. Beside it, while it is written, stands a file for each CPU.
    ///
    /// @return the file
    /// @throws LabException it cannot be written; nothing is left of it
    public static Path write(Recording recording, Path file) {
        return WholeFile.make("trace.dat", file, unfinished -> writeTo(recording, unfinished));
    }

    private static void writeTo(Recording recording, Path file) throws IOException {
        List<Path> ofCpus = new ArrayList<>();
        try {
            for (int cpu = 0; cpu < recording.interval().cpus(); cpu++) {
                ofCpus.add(file.resolveSibling(file.getFileName() + "." + cpu));
            }
            writePages(recording, ofCpus);
            join(file, TraceDatHeader.of(recording, ofCpus.size()), ofCpus);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            for (Path each : ofCpus) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static void writePages(Recording recording, List<Path> files) throws IOException {
        List<RingPages> pages = new ArrayList<>();
        try {
            for (Path each : files) {
                pages.add(new RingPages(Files.newOutputStream(each)));
            }
            GuestNow now = GuestNow.atStartOf(recording);
            TraceEvents kernel =
                    new TraceEvents(now, event -> pages.get(event.cpu()).add(event));
            recording.forEach((SchedEvent event) -> {
                kernel.take(event);
                now.take(event);
            });
        } finally {
            for (RingPages each : pages) {
                each.close();
            }
        }
    }

    /// After the header: for each CPU where its pages are and how many bytes; then the pages.
    private static void join(Path file, byte[] header, List<Path> ofCpus) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long at = roundUp(header.length + ofCpus.size() * 2L * Long.BYTES);
            ByteBuffer begin = RingPages.littleEndian(Math.toIntExact(at)).put(header);
            for (Path each : ofCpus) {
                begin.putLong(at).putLong(Files.size(each));
                at += Files.size(each);
            }
            writeWhole(out, begin.rewind());
            for (Path each : ofCpus) {
                append(each, out);
            }
        }
    }

    private static void append(Path from, FileChannel out) throws IOException {
        try (FileChannel in = FileChannel.open(from)) {
            for (long at = 0; at < in.size(); ) {
                at += in.transferTo(at, in.size() - at, out);
            }
        }
    }

    private static void writeWhole(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static long roundUp(long bytes) {
        return (bytes + RingPages.PAGE - 1) / RingPages.PAGE * RingPages.PAGE;
    }
}
