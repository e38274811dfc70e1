package org.schedlab.lab.past;

import java.util.List;
import java.util.OptionalLong;

import org.schedlab.lab.stacks.CodePlace;

/// One call of a function.
///
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC at its first instruction, in ns
/// @param cpu which CPU
/// @param task `name:pid` of the CPU's current task
/// @param arguments as its prototype declares them: tasks by name and pid, run queues by CPU, other values as C
///     shows them
/// @param caller where it was called
/// @param instructions that its CPU executed until the function was left: those of what it called, and of whoever
///     else ran on that CPU meanwhile, are among them; empty if it was left on another CPU, or not yet
public record Call(
        long guestTimeNanos,
        int cpu,
        String task,
        List<String> arguments,
        CodePlace caller,
        OptionalLong instructions) {
    public Call {
        arguments = List.copyOf(arguments);
    }
}
