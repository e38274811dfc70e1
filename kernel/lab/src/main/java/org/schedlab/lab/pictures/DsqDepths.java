package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// How many tasks were in each dispatch queue (DSQ) of a recording, over time. Not thread-safe.
final class DsqDepths {
    private final long from;
    private final long column;
    private final TreeMap<Dsq, Depth> queues = new TreeMap<>();

    /// A queue's name in a picture.
    static String label(Dsq queue) {
        if (queue.ofCpu() >= 0) {
            return "CPU " + queue.ofCpu();
        }
        String name = queue.label();
        return Character.isDigit(name.charAt(0)) ? "DSQ " + name : name;
    }

    /// From this instant on it was so deep.
    record Step(long nanos, int depth) {}

    /// How deep one queue was: the greatest number of tasks in each column of time.
    final class Depth {
        private final List<Step> steps = new ArrayList<>();
        private long at;
        private int now;
        private int least;
        private int most;
        private int greatest;

        private void change(long number, int by) {
            if (number != at) {
                closeColumn(number);
            }
            now += by;
            least = Math.min(least, now);
            most = Math.max(most, now);
            greatest = Math.max(greatest, now);
        }

        private void closeColumn(long next) {
            steps.add(new Step(from + at * column, greatest));
            if (next > at + 1) {
                steps.add(new Step(from + (at + 1) * column, now));
            }
            at = next;
            greatest = now;
        }

        /// How many tasks must have been there before the first change: as many as were taken out and not put in.
        int atStart() {
            return -least;
        }

        int most() {
            return most - least;
        }

        /// By time, from the beginning to the end.
        List<Step> steps(long end) {
            closeColumn(at + 1);
            List<Step> all = new ArrayList<>();
            steps.forEach(step -> all.add(new Step(step.nanos(), step.depth() + atStart())));
            all.add(new Step(end, now + atStart()));
            return all;
        }
    }

    private DsqDepths(long from, long column) {
        this.from = from;
        this.column = column;
    }

    /// Reads a recording.
    ///
    /// @param column in ns; 1: nothing is thinned
    static DsqDepths of(Recording recording, long column) {
        DsqDepths depths = new DsqDepths(recording.interval().from(), column);
        recording.forEach(event -> {
            switch (event) {
                case SchedEvent.DsqInserted at -> depths.change(at.dsq(), at.ofCpu(), at.nanos(), 1);
                case SchedEvent.DsqRemoved at -> depths.change(at.dsq(), at.ofCpu(), at.nanos(), -1);
                default -> {}
            }
        });
        return depths;
    }

    private void change(long dsq, int ofCpu, long nanos, int by) {
        queues.computeIfAbsent(new Dsq(ofCpu >= 0 ? 0 : dsq, ofCpu), key -> new Depth())
                .change((nanos - from) / column, by);
    }

    /// Each queue that had a task put in or taken out.
    Map<Dsq, Depth> queues() {
        return queues;
    }
}
