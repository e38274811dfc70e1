package org.schedlab.vm.trace;

import org.schedlab.vm.LabException;

/// A value of the guest's that a probe of kind [Probe.Kind#RECORD] takes down: a register, or up to 8 bytes
/// that lie in memory where one points. A value; [#argument], [#currentTask] and [#runQueue] begin one.
///
/// Registers are right only at the first instruction of a function that is called; see `capture.c`.
///
/// @param packed as the plugin reads it (`capture.h`)
public record Capture(long packed) {
    /// What a value is that could not be read, because the memory is not mapped or a pointer is null.
    public static final long FAILED = 0xbadacce55badacceL;

    /// How many values a probe takes at most; `probes.h` has the same number.
    public static final int MOST = 8;

    private static final int WIDTH_SHIFT = 5;
    private static final int NEAR_SHIFT = 16;
    private static final int FAR_SHIFT = 40;
    private static final long FURTHER = 1 << 8;
    private static final long SET = 1 << 9;
    private static final int CURRENT = 16;
    private static final int RUN_QUEUE = 17;
    private static final int OFFSET_BITS = 24;

    /// The registers that a function's first arguments are in (System V ABI), as gdb numbers them.
    private static final int[] ARGUMENTS = {5, 4, 3, 2, 8, 9};

    private static final int FRAME_POINTER = 6;
    private static final int STACK_POINTER = 7;

    /// An argument of the function whose first instruction the probe is at.
    ///
    /// @param index from 0; from the seventh on they lie on the stack, behind the return address
    public static Capture argument(int index) {
        return index < ARGUMENTS.length
                ? new Capture(ARGUMENTS[index] | SET)
                : stackPointer().at((index - ARGUMENTS.length + 1L) * Long.BYTES, Long.BYTES);
    }

    /// The stack pointer.
    public static Capture stackPointer() {
        return new Capture(STACK_POINTER | SET);
    }

    /// The register that code with frame pointers has its frame in.
    public static Capture framePointer() {
        return new Capture(FRAME_POINTER | SET);
    }

    /// The task that runs on the CPU.
    public static Capture currentTask() {
        return new Capture(CURRENT | SET);
    }

    /// The CPU's run queue.
    public static Capture runQueue() {
        return new Capture(RUN_QUEUE | SET);
    }

    /// The bytes in memory at a distance from where this points, zero-extended.
    ///
    /// @param bytes 1, 2, 4 or 8
    public Capture at(long offset, int bytes) {
        long width = Integer.numberOfTrailingZeros(bytes) + 1L;
        return new Capture(packed | width << WIDTH_SHIFT | field(offset) << NEAR_SHIFT);
    }

    /// The bytes at a distance from where the pointer points which lies at a distance from where this points.
    ///
    /// @param bytes 1, 2, 4 or 8
    public Capture through(long near, long far, int bytes) {
        return new Capture(at(near, bytes).packed | FURTHER | field(far) << FAR_SHIFT);
    }

    private static long field(long offset) {
        if (offset < -(1L << (OFFSET_BITS - 1)) || offset >= 1L << (OFFSET_BITS - 1)) {
            throw LabException.asked("a probe cannot take down what lies " + offset + " bytes beyond a pointer")
                    .available("distances of less than 8 MiB")
                    .exception();
        }
        return offset & ((1L << OFFSET_BITS) - 1);
    }
}
