package org.schedlab.guest.work;

/// What moves have cost a worker with a [WorkingSet].
///
/// @param count moves that it has seen; each began a refill
/// @param nanos ns of work that it has spent on them so far
public record Refills(long count, long nanos) {}
