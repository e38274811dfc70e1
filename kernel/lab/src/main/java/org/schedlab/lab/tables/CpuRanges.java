package org.schedlab.lab.tables;

import java.util.ArrayList;
import java.util.List;

/// Sets of CPUs as the kernel writes them, for example `0-3,6`.
final class CpuRanges {
    private CpuRanges() {}

    /// @param cpus in order of their numbers
    static String text(List<Integer> cpus) {
        List<String> ranges = new ArrayList<>();
        for (int first = 0, next; first < cpus.size(); first = next) {
            next = first + 1;
            while (next < cpus.size() && cpus.get(next) == cpus.get(next - 1) + 1) {
                next++;
            }
            int from = cpus.get(first);
            int to = cpus.get(next - 1);
            ranges.add(from == to ? Integer.toString(from) : from + "-" + to);
        }
        return String.join(",", ranges);
    }
}
