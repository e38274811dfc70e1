package org.schedlab.lab.pictures;

/// How many tasks waited for each CPU, as means over columns of time: the time-weighted mean is exact, whatever the
/// order in which intervals come. Not thread-safe.
final class WaitingLevels {
    private final long from;
    private final long to;
    private final long[][] nanos;

    /// @param columns the interval is cut into so many
    WaitingLevels(int cpus, long from, long to, int columns) {
        this.from = from;
        this.to = to;
        this.nanos = new long[cpus][Math.max(1, columns)];
    }

    int columns() {
        return nanos.length == 0 ? 0 : nanos[0].length;
    }

    /// Where a column begins, in ns from power-on.
    long edge(int column) {
        return from + (to - from) / columns() * column + (to - from) % columns() * column / columns();
    }

    /// A task waited for this CPU.
    void add(int cpu, long begin, long end) {
        int column = column(begin);
        for (long at = begin; at < end; column++) {
            long next = Math.min(end, edge(column + 1));
            nanos[cpu][column] += next - at;
            at = next;
        }
    }

    private int column(long at) {
        int column = (int) Math.min(columns() - 1, (double) (at - from) / (to - from) * columns());
        while (column > 0 && edge(column) > at) {
            column--;
        }
        while (edge(column + 1) <= at) {
            column++;
        }
        return column;
    }

    /// The mean number of waiting tasks in a column.
    double mean(int cpu, int column) {
        long length = edge(column + 1) - edge(column);
        return length == 0 ? 0 : (double) nanos[cpu][column] / length;
    }

    /// The largest mean of all.
    double most() {
        double most = 0;
        for (int cpu = 0; cpu < nanos.length; cpu++) {
            for (int column = 0; column < columns(); column++) {
                most = Math.max(most, mean(cpu, column));
            }
        }
        return most;
    }
}
