package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a CPU is in the middle of, while records are read.
final class CpuContext {
    /// The task that is being woken, and where it ran last or will run.
    long wakes;
    int wakesOn;

    /// The new task that is being started.
    long starts;

    boolean preempting;

    /// The pid of a task of the fair class that comes; -1 for another class's.
    long fairComes = -1;
    final Deque<String> interrupts = new ArrayDeque<>();
    final Deque<OpenOperation> operations = new ArrayDeque<>();

    /// An operation of the scheduler's that has not answered.
    ///
    /// @param pid whom it is about; -1 for nobody
    record OpenOperation(int index, long nanos, long instructions, long pid) {}
}
