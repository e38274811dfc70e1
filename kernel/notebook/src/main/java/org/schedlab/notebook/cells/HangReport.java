package org.schedlab.notebook.cells;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Says where code of a cell is that goes on after an interrupt.
final class HangReport {
    /// How long it may take to stop before that is told.
    static final Duration AFTER = Duration.ofSeconds(2);

    private volatile Function<StackTraceElement[], List<String>> frames = raw -> List.of();

    void describeWith(Function<StackTraceElement[], List<String>> cellFrames) {
        frames = cellFrames;
    }

    void tell(Thread thread) {
        List<String> where = where(thread);
        System.err.println("interrupted, but the cell has not stopped: it is in " + String.join("\n", where)
                + "\ninterrupt it once more to leave it behind");
    }

    /// What was called, without "in", then the user's lines.
    List<String> where(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        List<String> lines = new ArrayList<>();
        lines.add(called(stack));
        lines.addAll(frames.apply(stack));
        return lines;
    }

    /// What the user's code called last; without code of the user, the first that is no inner part of the JDK.
    private static String called(StackTraceElement[] stack) {
        StackTraceElement called = null;
        for (StackTraceElement frame : stack) {
            if (InternalNames.isCell(frame)) {
                return called == null ? "the cell's own code" : name(called);
            }
            called = frame;
        }
        return Arrays.stream(stack)
                .filter(frame ->
                        !frame.getClassName().matches("(sun|jdk\\.internal|java\\.util\\.concurrent\\.locks)\\..*"))
                .findFirst()
                .map(HangReport::name)
                .orElse("code that has just ended");
    }

    private static String name(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }
}
