package org.schedlab.lab.past;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import org.schedlab.vm.trace.RecordRing;

/// What was taken down when a function was called: the current task's pid and name, arguments, and where it returns
/// to. It gets its time when the machine stands, and what it took when it is left. Confined to one thread.
final class CallRecord {
    private static final int OF_TASK = 3;

    private final long[] values;
    private final long nanos;
    private final int cpu;
    private final long instructions;
    private long guestTimeNanos;
    private boolean left;
    private OptionalLong took = OptionalLong.empty();

    /// @param at where the record begins in `words`
    CallRecord(long[] words, int at) {
        nanos = words[at];
        cpu = cpu(words, at);
        instructions = words[at + 2];
        values = Arrays.copyOfRange(words, at + RecordRing.HEAD_WORDS, at + RecordRing.length(words, at));
    }

    static int cpu(long[] words, int at) {
        return (int) (words[at + 1] >>> 32) & 0xffff;
    }

    /// Whose call or return a record is of: each CPU has an idle task of its own, and all of them have the pid 0.
    static long task(long[] words, int at) {
        int pid = (int) words[at + RecordRing.HEAD_WORDS];
        return pid == 0 ? -1L - cpu(words, at) : pid;
    }

    void left(long[] words, int at) {
        left = true;
        if (cpu(words, at) == cpu) {
            took = OptionalLong.of(words[at + 2] - instructions);
        }
    }

    boolean isLeft() {
        return left;
    }

    /// The guest's clock of QEMU, in ns.
    long nanos() {
        return nanos;
    }

    void timed(long guestNanos) {
        guestTimeNanos = guestNanos;
    }

    long guestTimeNanos() {
        return guestTimeNanos;
    }

    int cpu() {
        return cpu;
    }

    /// The current task.
    String task(TaskNames names) {
        int pid = (int) values[0];
        names.learn(pid, values[1], values[2]);
        return names.label(pid);
    }

    List<Long> arguments() {
        return Arrays.stream(values, OF_TASK, values.length - 2).boxed().toList();
    }

    long returnsTo() {
        return values[values.length - 1];
    }

    /// Instructions of its CPU until it was left.
    OptionalLong took() {
        return took;
    }
}
