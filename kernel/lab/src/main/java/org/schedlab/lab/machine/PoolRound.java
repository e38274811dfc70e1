package org.schedlab.lab.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// Tasks of a [MachinePool] that happen together, and their machines. Thread-safe.
final class PoolRound {
    private final boolean endsAtFailure;
    private final Set<Work> atWork = new HashSet<>();
    private boolean stopped;
    private @Nullable Throwable firstFailure;

    PoolRound(boolean endsAtFailure) {
        this.endsAtFailure = endsAtFailure;
    }

    /// A task that happens.
    private final class Work implements MachinePool.Machines {
        private final Thread thread = Thread.currentThread();
        private final List<AutoCloseable> machines = new ArrayList<>();

        @Override
        public <M extends AutoCloseable> M hold(M machine) {
            synchronized (PoolRound.this) {
                if (!stopped) {
                    machines.add(machine);
                    return machine;
                }
            }
            close(machine);
            throw stopped();
        }
    }

    /// Does a task, unless all were stopped.
    <T> MachinePool.Result<T> happen(MachinePool.Task<T> task) {
        Work work = new Work();
        try {
            begin(work);
            return new MachinePool.Result.Done<>(task.run(work));
        } catch (Throwable e) { // also an AssertionError of a user's
            failed(e);
            return new MachinePool.Result.Failed<>(e);
        } finally {
            end(work);
        }
    }

    private synchronized void begin(Work work) {
        if (stopped) {
            throw stopped();
        }
        atWork.add(work);
    }

    private synchronized void end(Work work) {
        atWork.remove(work);
    }

    private void failed(Throwable why) {
        synchronized (this) {
            if (stopped || !endsAtFailure) {
                return;
            }
            firstFailure = why;
        }
        stop();
    }

    /// Closes the machines of all tasks that happen and interrupts their threads; no other task begins.
    void stop() {
        List<AutoCloseable> machines = new ArrayList<>();
        synchronized (this) {
            stopped = true;
            for (Work work : atWork) {
                machines.addAll(work.machines);
                if (!work.thread.equals(Thread.currentThread())) {
                    work.thread.interrupt();
                }
            }
        }
        machines.forEach(PoolRound::close);
    }

    private static void close(AutoCloseable machine) {
        try {
            machine.close();
        } catch (Exception e) {
            // whoever asked has a reason of its own to tell
        }
    }

    private static LabException stopped() {
        return new LabException("the tasks of this round were stopped");
    }

    /// Throws what the first task threw, if that ended the round.
    synchronized void throwFirstFailure() {
        switch (firstFailure) {
            case null -> {}
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            default -> throw new IllegalStateException(firstFailure);
        }
    }
}
