package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;

/// What a program and its children have printed so far: all of it, or its first 128 KiB and the end
/// of the rest.
///
/// @param lines in the order in which they began; the last one of each stream may be unfinished
/// @param linesBeforeCut how many of them stand before the part that was dropped; all, if nothing was
/// @param cutBytes how much was dropped there
public record ProgramOutput(List<OutputLine> lines, int linesBeforeCut, long cutBytes) {
    public ProgramOutput {
        lines = List.copyOf(lines);
    }

    /// The lines, and where something was dropped a line that says so.
    public String text() {
        if (cutBytes == 0) {
            return text(lines);
        }
        String cut = String.format(Locale.ROOT, "… %,d bytes were dropped here …", cutBytes);
        String before = text(lines.subList(0, linesBeforeCut));
        return String.join("\n", before, cut, text(lines.subList(linesBeforeCut, lines.size())));
    }

    private static String text(List<OutputLine> lines) {
        return lines.stream().map(OutputLine::text).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return text();
    }

    static ProgramOutput decode(Fields fields) {
        int start = MailboxLayout.PROGRAM_SIZE;
        int cut = start + (int) fields.number(MailboxLayout.PROGRAM_BEFORE_CUT);
        List<OutputLine> lines = new ArrayList<>(OutputLines.of(fields, start, cut));
        int before = lines.size();
        lines.addAll(OutputLines.of(fields, cut, fields.size()));
        long dropped = fields.number(MailboxLayout.PROGRAM_CUT);
        return new ProgramOutput(lines, dropped == 0 ? lines.size() : before, dropped);
    }
}
