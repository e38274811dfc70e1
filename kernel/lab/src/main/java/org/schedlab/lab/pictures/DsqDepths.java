package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// How many tasks were in each dispatch queue (DSQ) of a recording, over time. Not thread-safe.
final class DsqDepths {
    private final long from;
    private final long column;
    private final TreeMap<Queue, Depth> queues = new TreeMap<>();

    /// A queue.
    ///
    /// @param cpu whose local queue it is; -1 for others
    record Queue(long dsq, int cpu) implements Comparable<Queue> {
        /// `SCX_DSQ_FLAG_BUILTIN` and the ids below it (include/linux/sched/ext.h, 6.16 to 7.3).
        private static final long BUILT_IN = 1L << 63;

        private static final long GLOBAL = BUILT_IN | 1;

        @Override
        public int compareTo(Queue other) {
            int byKind = Boolean.compare(cpu >= 0, other.cpu >= 0);
            int byCpu = Integer.compare(cpu, other.cpu);
            return byKind != 0 ? byKind : byCpu != 0 ? byCpu : Long.compareUnsigned(dsq, other.dsq);
        }

        String label() {
            if (cpu >= 0) {
                return "CPU " + cpu;
            }
            if (dsq == GLOBAL) {
                return "global";
            }
            return "DSQ " + (dsq >= 0 && dsq < 1 << 16 ? String.valueOf(dsq) : "0x" + Long.toHexString(dsq));
        }
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
        queues.computeIfAbsent(new Queue(ofCpu >= 0 ? 0 : dsq, ofCpu), key -> new Depth())
                .change((nanos - from) / column, by);
    }

    /// Each queue that had a task put in or taken out.
    Map<Queue, Depth> queues() {
        return queues;
    }
}
