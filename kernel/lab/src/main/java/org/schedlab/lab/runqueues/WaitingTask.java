package org.schedlab.lab.runqueues;

/// A task in a queue that is not the fair one's tree: real-time, deadline, sched_ext.
///
/// @param name `comm:pid`
/// @param pid the thread's id; -1 for one of the kernel's deadline servers, which is no task
/// @param running whether it has the CPU
/// @param key by which the queue is in order: the priority of a real-time task, the deadline of a deadline
///     task in ns, the vtime of a task in a DSQ; 0 where the order is that of arrival
/// @param slice what is left of its slice, in ns; of a real-time task that takes turns, in ticks of 4 ms made ns
/// @param waiting run delay up to the instant, in ns; 0 for who does not wait
public record WaitingTask(String name, int pid, boolean running, long key, long slice, long waiting) {}
