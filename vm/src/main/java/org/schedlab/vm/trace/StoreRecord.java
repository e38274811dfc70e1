package org.schedlab.vm.trace;

import java.util.Arrays;
import java.util.List;

/// A store to a watched field, as a probe of kind [Probe.Kind#WATCH] takes it down.
///
/// @param nanos the guest's clock of QEMU when the instruction began
/// @param probe the id of the watch
/// @param cpu which CPU
/// @param instructions that this CPU had executed since the recorder was put in
/// @param pc address of the instruction
/// @param address where it stored to, which may begin before the field
/// @param before what the field was, zero-extended
/// @param after what it is, zero-extended
/// @param captures in the order of the probe's
/// @param stackPointer when the instruction began; 0 if no stack was asked for
/// @param stack words from there on; 0 where there was none
public record StoreRecord(
        long nanos,
        int probe,
        int cpu,
        long instructions,
        long pc,
        long address,
        long before,
        long after,
        List<Long> captures,
        long stackPointer,
        List<Long> stack) {
    private static final int SEEN = 4;

    public StoreRecord {
        captures = List.copyOf(captures);
        stack = List.copyOf(stack);
    }

    /// The record that begins somewhere in what a [RecordSink] is given.
    ///
    /// @param watch what made it
    public static StoreRecord of(long[] words, int at, Probe watch) {
        int captures = at + RecordRing.HEAD_WORDS + SEEN;
        int stack = captures + watch.captures().size();
        int end = at + RecordRing.length(words, at);
        return new StoreRecord(
                words[at],
                (int) words[at + 1],
                (int) (words[at + 1] >>> 32) & 0xffff,
                words[at + 2],
                words[captures - 4],
                words[captures - 3],
                words[captures - 2],
                words[captures - 1],
                list(words, captures, stack),
                stack < end ? words[stack] : 0,
                list(words, Math.min(stack + 1, end), end));
    }

    private static List<Long> list(long[] words, int from, int to) {
        return Arrays.stream(words, from, to).boxed().toList();
    }
}
