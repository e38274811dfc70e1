package org.schedlab.lab.runqueues;

/// How EEVDF keeps a run queue, which is not the same in all kernels, and which features of the scheduler decide. A
/// value.
///
/// Source: `kernel/sched/fair.c` and `features.h`, Linux 6.6 to 7.3.
///
/// @param byDeadline whether the tree is in order of deadlines; in 6.6 and 6.7 it is in order of virtual times. Whom
///     EEVDF picks is the same
/// @param delays whether who goes to sleep ahead of its share stays in the tree until its lag is used up
///     (`DELAY_DEQUEUE`, 6.12 and later)
public record EevdfRule(boolean byDeadline, boolean delays) implements FairRule {}
