package org.schedlab.lab.runqueues;

/// What a run queue of CFS goes by besides virtual times: whom it would rather have, and how unfair it may be for that
/// (`cfs_rq->last`, `cfs_rq->skip`, `sysctl_sched_wakeup_granularity`). A value.
///
/// @param last address of who was preempted last and would find its cache warm; 0 for nobody
/// @param skip address of who has just yielded; 0 for nobody
/// @param granularity so far behind the first one may be who goes before it, in ns of CPU time
public record CfsRule(long last, long skip, long granularity) implements FairRule {}
