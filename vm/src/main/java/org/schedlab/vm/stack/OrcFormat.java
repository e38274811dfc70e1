package org.schedlab.vm.stack;

import java.util.HexFormat;

import org.schedlab.vm.LabException;

/// The numbers that a kernel's ORC entries have for registers. The kernel keeps a hash of its format's
/// description in front of the tables (`.orc_header`).
///
/// Source: `arch/x86/include/asm/orc_types.h` of Linux 6.1, of 6.4 to 7.0 and of 7.1 to 7.3.
enum OrcFormat {
    /// Linux up to 6.3, which keeps no hash; the end of a stack is a bit of its own there, not a type.
    BEFORE_SIX_FOUR("", 5, 4, 9, 8, 1, 2, 3, 6, 7),
    /// Linux 6.4 up to 7.0.
    SIX_FOUR("fe5d32bf581bd63b2ca9a5c65ba5a625eab3fe24", 5, 4, 9, 8, 1, 2, 3, 6, 7),
    /// Linux 7.1 and later.
    SEVEN_ONE("137c36ad7627c4dd55932176bb0ecdbd5041fc82", 3, 4, 9, 10, 8, 2, 5, 6, 7);

    private final String header;
    final int stackPointer;
    final int framePointer;
    final int throughStackPointer;
    final int throughFramePointer;
    final int previousStackPointer;
    final int dx;
    final int di;
    final int r10;
    final int r13;

    OrcFormat(
            String header,
            int stackPointer,
            int framePointer,
            int throughStackPointer,
            int throughFramePointer,
            int previousStackPointer,
            int dx,
            int di,
            int r10,
            int r13) {
        this.header = header;
        this.stackPointer = stackPointer;
        this.framePointer = framePointer;
        this.throughStackPointer = throughStackPointer;
        this.throughFramePointer = throughFramePointer;
        this.previousStackPointer = previousStackPointer;
        this.dx = dx;
        this.di = di;
        this.r10 = r10;
        this.r13 = r13;
    }

    /// How many bytes the hash has.
    static final int HEADER_BYTES = 20;

    /// The format of a kernel.
    ///
    /// @param found what is in front of its tables
    /// @throws LabException it is a format that is not known here
    static OrcFormat of(byte[] found) {
        String hash = HexFormat.of().formatHex(found);
        for (OrcFormat each : values()) {
            if (each.header.equals(hash)) {
                return each;
            }
        }
        throw LabException.asked("stacks of this kernel cannot be unwound")
                .found("its ORC tables are of the format " + hash)
                .available("those of Linux 6.1 up to 7.0 and of 7.1 to 7.3")
                .remedy("boot one of these kernels")
                .exception();
    }
}
