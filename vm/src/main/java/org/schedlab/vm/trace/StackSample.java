package org.schedlab.vm.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a probe of [Probe.Kind#PROFILE] has taken down. A value.
///
/// @param nanos the guest's clock of QEMU, in ns from power-on
/// @param cpu whose instruction it was
/// @param pc address of the instruction
/// @param captures the probe's; of code of user space, those alone that need no register
/// @param stackPointer 0 for code of user space
/// @param stack the words from there on; empty for code of user space
public record StackSample(long nanos, int cpu, long pc, List<Long> captures, long stackPointer, List<Long> stack) {
    public StackSample {
        captures = List.copyOf(captures);
        stack = List.copyOf(stack);
    }

    /// Reads a record.
    ///
    /// @param probe that made it
    /// @throws IllegalArgumentException it is not such a probe's
    public static StackSample of(long[] words, int at, Probe probe) {
        int values = (int) (words[at + 1] >>> 48);
        boolean user = words[at + RecordRing.HEAD_WORDS] >= 0;
        int captures = user ? values - 1 : values - 1 - (probe.stackWords() == 0 ? 0 : probe.stackWords() + 1);
        if (probe.kind() != Probe.Kind.PROFILE
                || captures < 0
                || captures > probe.captures().size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "a record of %d values is none of a sample of %d captures", values, captures));
        }
        int first = at + RecordRing.HEAD_WORDS + 1;
        int stack = first + captures + 1;
        boolean has = !user && probe.stackWords() > 0;
        return new StackSample(
                words[at],
                (int) (words[at + 1] >>> 32 & 0xffff),
                words[first - 1],
                list(words, first, first + captures),
                has ? words[stack - 1] : 0,
                has ? list(words, stack, stack + probe.stackWords()) : List.of());
    }

    private static List<Long> list(long[] words, int from, int to) {
        return Arrays.stream(words, from, to).boxed().toList();
    }
}
