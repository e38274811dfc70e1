package org.schedlab.lab.recorder;

/// What a task did when a recording's interval began.
///
/// @param cpu where it runs or waits, or ran last
public record TaskAtStart(RecordedTask task, TaskState state, int cpu) {}
