package org.schedlab.lab.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much two orders have in common. Stateless.
final class SwitchOrder {
    private SwitchOrder() {}

    /// The length of the longest sequence that stands in both in the same order, others between. By whole words of
    /// bits: 50,000 of each take some 40 million steps.
    static int common(List<?> one, List<?> other) {
        int words = one.size() / Long.SIZE + 1;
        Map<Object, long[]> places = new HashMap<>();
        for (int i = 0; i < one.size(); i++) {
            places.computeIfAbsent(one.get(i), _ -> new long[words])[i / Long.SIZE] |= 1L << i % Long.SIZE;
        }
        long[] row = new long[words];
        Arrays.fill(row, -1L);
        for (Object each : other) {
            long[] at = places.get(each);
            if (at == null) {
                continue;
            }
            long carry = 0;
            for (int i = 0; i < words; i++) {
                long match = row[i] & at[i];
                long sum = row[i] + match;
                long next = sum + carry;
                carry = Long.compareUnsigned(sum, row[i]) < 0 || Long.compareUnsigned(next, sum) < 0 ? 1 : 0;
                row[i] = next | (row[i] & ~at[i]);
            }
        }
        int common = 0;
        for (int i = 0; i < one.size(); i++) {
            common += (row[i / Long.SIZE] >>> i % Long.SIZE & 1) == 0 ? 1 : 0;
        }
        return common;
    }

    /// In percent of the longer one; 100 if both are empty.
    static double percent(List<?> one, List<?> other) {
        int longer = Math.max(one.size(), other.size());
        return longer == 0 ? 100 : 100.0 * common(one, other) / longer;
    }
}
