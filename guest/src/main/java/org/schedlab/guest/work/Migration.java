package org.schedlab.guest.work;

/// A worker was on another CPU at this checkpoint than at the one before.
///
/// @param atNanos CLOCK_MONOTONIC of the checkpoint that noticed
/// @param from the CPU of the checkpoint before
/// @param to the CPU of this one
public record Migration(long atNanos, int from, int to) {}
