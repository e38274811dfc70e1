package org.schedlab.guest.work;

/// The longest time that a worker wanted to run and did not get from one checkpoint to the next. Time
/// that it slept or waited for others is left out; the latency of the wake-up after that counts.
///
/// @param nanos how long; 0 before the second checkpoint
/// @param cpu where it ended
/// @param atNanos CLOCK_MONOTONIC when it began
public record Gap(long nanos, int cpu, long atNanos) {}
