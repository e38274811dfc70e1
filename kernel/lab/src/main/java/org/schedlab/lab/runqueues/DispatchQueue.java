package org.schedlab.lab.runqueues;

import java.util.List;

import org.schedlab.lab.recorder.Dsq;

/// A dispatch queue (DSQ) of sched_ext at one instant.
///
/// @param dsq which one
/// @param address of its `struct scx_dispatch_q`, virtual
/// @param nr how many tasks it has, as the kernel counts them
/// @param byVtime whether it is in order of vtime; else in order of arrival
/// @param changing whether its lock was held: then it may be half changed
/// @param tasks in the order in which they are taken
public record DispatchQueue(Dsq dsq, long address, int nr, boolean byVtime, boolean changing, List<WaitingTask> tasks) {
    public DispatchQueue {
        tasks = List.copyOf(tasks);
    }
}
