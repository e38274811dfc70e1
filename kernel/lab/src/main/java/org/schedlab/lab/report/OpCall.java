package org.schedlab.lab.report;

import java.util.List;

import org.schedlab.vm.linux.BpfCode;

/// A call of one of the scheduler's operations. A value.
///
/// @param nanos when it began, by QEMU's clock
/// @param guestTimeNanos the same by the guest's CLOCK_MONOTONIC
/// @param task `name:pid` of who ran on that CPU
/// @param op such as `enqueue`
/// @param function as the source calls it
/// @param about pid of the task that it is about; 0 for none
/// @param arguments by the kernel's prototype, such as `p=spin-0:125, enq_flags=0x1`
/// @param path the lines that were executed, in order; one that was executed several times in a row is there once
record OpCall(
        long nanos,
        long guestTimeNanos,
        int cpu,
        String task,
        String op,
        String function,
        int about,
        String arguments,
        List<BpfCode.Line> path) {
    OpCall {
        path = List.copyOf(path);
    }

    /// Which line of the scheduler's own file was executed last, headers left out; empty if it is not known.
    String lastLine() {
        return path.reversed().stream()
                .filter(line -> !line.file().endsWith(".h"))
                .findFirst()
                .or(() -> path.reversed().stream().findFirst())
                .map(OpCall::text)
                .orElse("");
    }

    static String text(BpfCode.Line line) {
        return file(line) + ":" + line.number() + " " + line.text();
    }

    static String file(BpfCode.Line line) {
        return line.file().substring(line.file().lastIndexOf('/') + 1);
    }
}
