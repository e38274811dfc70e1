package org.schedlab.guest.agent;

/// A scheduler that is on: the kernel says so, and it has given a CPU a task.
///
/// @param name as asked
/// @param opsName what the kernel calls it
/// @param loadNanos guest time that attaching took
/// @param verifiedInstructions how many instructions the verifier went through, all its programs
///     together
/// @param attachedAtNanos guest time (CLOCK_MONOTONIC) of the freeze after the attach
public record Attachment(
        String name, String opsName, long loadNanos, long verifiedInstructions, long attachedAtNanos) {}
