package org.schedlab.lab.pictures;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.SchedEvent;

/// Finds who woke whom in a recording's events, given one after the other. Not thread-safe.
final class Wakes {
    private final Consumer<Wake> found;
    private final @Nullable Wake[] pending;
    private final boolean[] woken;
    private final int[] interrupts;

    /// @param tasks how many there are
    /// @param found gets each wake-up when its wait is over
    Wakes(int tasks, int cpus, Consumer<Wake> found) {
        this.found = found;
        pending = new Wake[tasks];
        woken = new boolean[tasks];
        interrupts = new int[cpus];
    }

    /// The most of all that were found, those with the longest waits.
    static final class Longest implements Consumer<Wake> {
        private final int most;
        private final PriorityQueue<Wake> kept = new PriorityQueue<>(Wake.BY_WAIT);

        Longest(int most) {
            this.most = most;
        }

        @Override
        public void accept(Wake wake) {
            kept.add(wake);
            if (kept.size() > most) {
                kept.remove();
            }
        }

        List<Wake> byTime() {
            return kept.stream().sorted(Wake.BY_TIME).toList();
        }
    }

    void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.InterruptEntered at -> interrupts[at.cpu()]++;
            case SchedEvent.InterruptLeft at -> interrupts[at.cpu()] = Math.max(0, interrupts[at.cpu()] - 1);
            case SchedEvent.Waking at -> waking(at.task(), at.waker(), at.nanos(), at.cpu());
            case SchedEvent.Forked at -> waking(at.child(), at.parent(), at.nanos(), at.cpu());
            case SchedEvent.Wakeup at -> wakeup(at.task(), at.nanos());
            case SchedEvent.WakeupNew at -> wakeup(at.task(), at.nanos());
            case SchedEvent.Switch at -> {
                leaves(at.prev());
                give(at.next().number(), at.nanos());
            }
            default -> {}
        }
    }

    /// No more events follow.
    void end(long nanos) {
        for (int task = 0; task < pending.length; task++) {
            give(task, nanos);
        }
    }

    private void waking(RecordedTask task, RecordedTask waker, long nanos, int cpu) {
        int who = interrupts[cpu] > 0 ? Wake.INTERRUPT : waker.idle() ? Wake.IDLE : waker.number();
        pending[task.number()] = new Wake(nanos, nanos, who, task.number(), cpu, 0);
        woken[task.number()] = false;
    }

    private void wakeup(RecordedTask task, long nanos) {
        Wake wake = pending[task.number()];
        if (wake != null) {
            pending[task.number()] = new Wake(wake.waking(), nanos, wake.waker(), wake.wakee(), wake.cpu(), 0);
            woken[task.number()] = true;
        }
    }

    /// A task that leaves a CPU after it was woken was woken while it ran: it did not wait.
    private void leaves(RecordedTask task) {
        Wake wake = pending[task.number()];
        if (wake != null && woken[task.number()]) {
            give(task.number(), wake.wakeup());
        }
    }

    private void give(int task, long nanos) {
        Wake wake = pending[task];
        if (wake != null && woken[task]) {
            found.accept(new Wake(
                    wake.waking(), wake.wakeup(), wake.waker(), wake.wakee(), wake.cpu(), nanos - wake.wakeup()));
        }
        pending[task] = null;
    }
}
