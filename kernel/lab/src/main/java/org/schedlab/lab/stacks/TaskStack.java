package org.schedlab.lab.stacks;

import java.util.List;
import java.util.stream.Collectors;

import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.stack.StackTrace;

/// The kernel's part of a task's stack.
///
/// @param task whose
/// @param frames the innermost first; empty in user mode; [CodePlace#NOT_FOLLOWED] last if they are not all
/// @param end why it ends there
/// @param onCpu whether it runs on a CPU just now
public record TaskStack(TaskView task, List<CodePlace> frames, StackTrace.End end, boolean onCpu) {
    public TaskStack {
        frames = List.copyOf(frames);
    }

    /// One line for a flame graph: the task's name and the functions, the outermost first, with semicolons between.
    public String folded() {
        return frames.reversed().stream()
                .map(frame -> frame.function().isEmpty() ? "?" : frame.function())
                .collect(Collectors.joining(";", task.comm() + (frames.isEmpty() ? "" : ";"), ""));
    }

    /// A line for each frame, as `/proc/PID/stack` has them, and where it ends.
    public String text() {
        String lines = frames.stream().map(each -> "  " + each.text() + "\n").collect(Collectors.joining());
        return (task.comm() + ":" + task.pid() + ", " + task.state() + (onCpu ? " on CPU " + task.cpu() : "") + "\n"
                        + lines + "  " + endText())
                .stripTrailing();
    }

    private String endText() {
        return switch (end) {
            case USER_MODE -> "(user mode)";
            case STACK_END -> "(the stack ends)";
            case BROKEN -> "";
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
