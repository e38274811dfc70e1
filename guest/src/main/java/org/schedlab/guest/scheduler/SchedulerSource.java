package org.schedlab.guest.scheduler;

import java.util.List;
import java.util.Optional;

/// The C text of a scheduler and where its lines stand, so that messages point at the line the user
/// wrote.
///
/// @param name what the user calls it
/// @param text the C text
/// @param firstLine the number of the text's first line, 1 unless it stands below something, as in a
///     cell
/// @param fileName the name of its file, without folders
public record SchedulerSource(String name, String text, int firstLine, String fileName) {
    /// A text whose file is called after it, `NAME.bpf.c`.
    public SchedulerSource(String name, String text, int firstLine) {
        this(name, text, firstLine, name + ".bpf.c");
    }

    /// A text of its own.
    public static SchedulerSource of(String name, String text) {
        return new SchedulerSource(name, text, 1);
    }

    /// The text as a file whose line numbers are the user's.
    String fileText() {
        return "\n".repeat(firstLine - 1) + text + "\n";
    }

    /// The text of a line, by the user's number.
    Optional<String> line(int number) {
        List<String> lines = text.lines().toList();
        int index = number - firstLine;
        return index >= 0 && index < lines.size() ? Optional.of(lines.get(index)) : Optional.empty();
    }
}
