package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// What the user sees of an exception: the cause in one line, then the user's own frames, nothing of
/// the kernel's.
public final class UserErrors {
    private static final int MOST_FRAMES = 12;
    private static final int MOST_KERNEL_FRAMES = 8;
    private static final String RED = "\u001b[31m";
    /// `line 5:` of somebody's text, and `^~~~` below it.
    private static final Pattern MARKS =
            Pattern.compile("(?m)(?:(?<=^|found: )|(?<=^ {2,12}))line \\d+(?=: )|(?<=^ {4,120})[~^][~^ ]*$");
    private static final String RESET = "\u001b[0m";

    private UserErrors() {}

    /// An exception from a Java cell.
    ///
    /// @param thrown what the cell threw
    /// @param frames its frames with those in cells marked, as JShell translates them
    static CellException fromCell(Throwable thrown, StackTraceElement[] frames, Origins origins) {
        if (thrown instanceof LabException told) {
            return exactly(told);
        }
        List<String> lines = new ArrayList<>(causes(thrown));
        lines.addAll(described(frames, origins));
        return new CellException(name(thrown), message(thrown), lines, Optional.of(thrown));
    }

    /// A method ran that a cell declared and that needs what is not declared yet.
    ///
    /// @param missing what it needs
    static CellException unresolved(String missing, StackTraceElement[] frames, Origins origins) {
        return named("Undefined", "there is no " + missing, described(frames, origins));
    }

    private static List<String> described(StackTraceElement[] frames, Origins origins) {
        List<String> lines = new ArrayList<>();
        Set<String> described = new LinkedHashSet<>();
        Arrays.stream(frames)
                .map(origins::describe)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .forEach(described::add);
        described.stream().limit(MOST_FRAMES).forEach(lines::add);
        if (described.size() > MOST_FRAMES) {
            lines.add("    … " + (described.size() - MOST_FRAMES) + " more");
        }
        return lines;
    }

    /// An exception from a magic. One that is not the user's doing keeps the first frames, for a
    /// report.
    public static CellException fromMagic(String magic, Throwable thrown) {
        if (thrown instanceof LabException told) {
            return exactly(told);
        }
        List<String> lines = new ArrayList<>(causes(thrown));
        lines.add("    in " + magic);
        Arrays.stream(thrown.getStackTrace())
                .limit(MOST_KERNEL_FRAMES)
                .map(frame -> "        at " + frame)
                .forEach(lines::add);
        return new CellException(name(thrown), message(thrown), lines);
    }

    /// The cell was stopped by the user.
    ///
    /// @param frames where it was, or nothing
    static CellException interrupted(StackTraceElement[] frames, Origins origins) {
        List<String> lines = new ArrayList<>();
        lines.add(RED + "Interrupted" + RESET + ": the cell was stopped; what ran before is kept");
        Arrays.stream(frames)
                .map(origins::describe)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .limit(MOST_FRAMES)
                .forEach(lines::add);
        return new CellException("Interrupted", "the cell was stopped", lines);
    }

    /// The cell was stopped while no Java of it ran.
    public static CellException interrupted() {
        return interrupted(new StackTraceElement[0], new Origins());
    }

    /// The cell was left behind: it did not stop.
    public static CellException leftBehind(LeftBehindException left) {
        List<String> lines = new ArrayList<>();
        lines.add(RED + "Interrupted" + RESET
                + ": the cell was left behind; its thread ends when it comes back from where it is:");
        lines.add("    " + left.where().getFirst());
        lines.addAll(left.where().subList(1, left.where().size()));
        return new CellException(
                "Interrupted", "the cell was left behind in " + left.where().getFirst(), lines);
    }

    /// The kernel itself failed while it worked for the cell.
    public static CellException internal(Throwable thrown) {
        List<String> lines = new ArrayList<>(causes(thrown));
        lines.add("    in schedlab's kernel; what ran before is kept");
        Arrays.stream(thrown.getStackTrace())
                .limit(MOST_KERNEL_FRAMES)
                .map(frame -> "        at " + frame)
                .forEach(lines::add);
        return new CellException(name(thrown), message(thrown), lines);
    }

    /// A message that is complete as it stands.
    public static CellException exactly(LabException thrown) {
        return new CellException(
                name(thrown), message(thrown), List.of(coloured(message(thrown))), Optional.of(thrown));
    }

    /// A message with the places of its lines, and the marks below a line of code, in red.
    private static String coloured(String message) {
        return MARKS.matcher(message).replaceAll(RED + "$0" + RESET);
    }

    /// A short error of the kernel's own, coloured like the others.
    static CellException named(String name, String message, List<String> below) {
        List<String> lines = new ArrayList<>();
        lines.add(RED + name + RESET + ": " + message);
        lines.addAll(below);
        return new CellException(name, message, lines);
    }

    private static List<String> causes(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        lines.add(RED + name(thrown) + RESET + ": " + message(thrown));
        Throwable cause = thrown.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
            lines.add("  caused by " + name(cause) + ": " + message(cause));
        }
        return lines;
    }

    private static String name(Throwable thrown) {
        String simple = thrown.getClass().getSimpleName();
        return InternalNames.removedFrom(simple.isEmpty() ? thrown.getClass().getName() : simple);
    }

    private static String message(@Nullable Throwable thrown) {
        String message = thrown == null ? null : thrown.getMessage();
        return message == null ? "" : InternalNames.removedFromMessage(message);
    }

    /// `java.lang.String` becomes `String`.
    static String withoutPackages(String text) {
        return text.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "");
    }
}
