package org.schedlab.vm.stack;

import java.util.List;

/// A stack of kernel code, the innermost frame first.
///
/// @param frames at most [OrcUnwinder#MOST_FRAMES]
/// @param end why it ends there
public record StackTrace(List<Frame> frames, End end) {
    /// Why a stack ends.
    public enum End {
        /// Before it, the CPU was in user mode.
        USER_MODE,
        /// Nobody has called the last one: a kernel thread begins there, or a new task.
        STACK_END,
        /// It cannot be followed further.
        BROKEN
    }

    public StackTrace {
        frames = List.copyOf(frames);
    }
}
