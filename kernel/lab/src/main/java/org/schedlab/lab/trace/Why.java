package org.schedlab.lab.trace;

import java.util.List;

import org.schedlab.lab.pictures.CausePicture;
import org.schedlab.lab.pictures.Pictured;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Why a task did not run over an interval: one part after the other, which together are all of it.
///
/// @param from the guest's clock of QEMU, in ns from power-on
/// @param to the same
/// @param parts without a gap
public record Why(Recording recording, RecordedTask task, long from, long to, List<Part> parts)
        implements Tabular, Pictured {
    public Why {
        parts = List.copyOf(parts);
    }

    /// What it was about the task for some time.
    public enum Kind {
        /// It ran itself.
        RAN("ran"),
        /// Another task ran on the CPU that it waited for.
        OTHER_RAN("another ran"),
        /// It may run only on that CPU, on which another task ran, while other CPUs were idle.
        AFFINITY("affinity"),
        /// It waited in a DSQ that no CPU owns.
        IN_DSQ("in a DSQ"),
        /// Its cgroup had used up its quota.
        THROTTLED("throttled"),
        /// The CPU was idle: it had not noticed yet.
        CPU_IDLE("cpu idle"),
        /// It slept, and who woke it in the end ran.
        WAKER_RAN("waker ran"),
        /// It slept, and who woke it in the end waited for a CPU.
        WAKER_WAITED("waker waited"),
        /// It slept, and so did who woke it, or an interrupt woke it.
        SLEPT("slept");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// For tables.
        public String text() {
            return text;
        }
    }

    /// One cause for some time.
    ///
    /// @param from the guest's clock of QEMU, in ns from power-on
    /// @param to the same
    /// @param text in a sentence
    public record Part(long from, long to, Kind kind, String text) {
        /// In ns.
        public long length() {
            return to - from;
        }
    }

    /// In ns; the sum of all parts.
    public long length() {
        return to - from;
    }

    /// How many ns of it are of a kind.
    public long nanos(Kind kind) {
        return parts.stream()
                .filter(part -> part.kind == kind)
                .mapToLong(Part::length)
                .sum();
    }

    /// The parts along the time, and the longest of them in words.
    @Override
    public CausePicture picture() {
        return CausePicture.of(
                "Why " + task.label() + " did not run",
                recording,
                parts.stream()
                        .map(part -> new CausePicture.Part(part.from, part.to, part.kind.text(), part.text))
                        .toList());
    }

    @Override
    public Table table() {
        var at = LongColumn.create("guest time [ns]");
        var length = LongColumn.create("length [ns]");
        var share = DoubleColumn.create("of it [%]");
        var kind = StringColumn.create("cause");
        var text = StringColumn.create("in words");
        for (Part part : parts) {
            at.append(recording.guestTime(part.from));
            length.append(part.length());
            share.append(Math.round(1000.0 * part.length() / Math.max(1, length())) / 10.0);
            kind.append(part.kind.text());
            text.append(part.text);
        }
        return CaptionedTable.titled(
                "why " + task.label() + " did not run for " + length() + " ns, over "
                        + recording.interval().caption() + " · the parts sum to all of it",
                at,
                length,
                share,
                kind,
                text);
    }
}
