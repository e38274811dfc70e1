package org.schedlab.lab.tables;

import java.util.Locale;

import org.schedlab.guest.agent.OutputLine;
import org.schedlab.guest.agent.ProgramOutput;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a program printed as a table. Stateless; safe to share.
public final class OutputTable {
    private OutputTable() {}

    /// Columns: `guest time [ns]` (when the line's first byte came), `stream` (`out`, `err`), `line`.
    /// Where something was dropped, a line with stream `-` says so.
    ///
    /// @param caption whose output it is, and where it was read
    public static Table of(ProgramOutput output, String caption) {
        var time = LongColumn.create("guest time [ns]");
        var stream = StringColumn.create("stream");
        var text = StringColumn.create("line");
        for (int i = 0; i < output.lines().size(); i++) {
            OutputLine line = output.lines().get(i);
            if (output.cutBytes() > 0 && i == output.linesBeforeCut()) {
                time.append(line.atNanos());
                stream.append("-");
                text.append(String.format(Locale.ROOT, "… %,d bytes were dropped here …", output.cutBytes()));
            }
            time.append(line.atNanos());
            stream.append(line.stream() == OutputLine.Stream.OUT ? "out" : "err");
            text.append(line.text());
        }
        return CaptionedTable.titled(caption, time, stream, text);
    }
}
