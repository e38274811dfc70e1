package org.schedlab.vm.stack;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

import static java.util.Objects.requireNonNull;

/// The ORC tables of a guest's kernel, where they lie in its RAM: for each stretch of code, where the caller's stack
/// pointer, return address and frame pointer are. Read where they are when asked for.
///
/// Source: struct orc_entry, `arch/x86/include/asm/orc_types.h`; `arch/x86/kernel/unwind_orc.c`; Linux 6.16 to 7.3.
final class OrcTable {
    private static final String ENTRY = "struct orc_entry";
    private static final int ENTRY_BYTES = 6;
    private static final int CODE_BYTES = 4;

    private final KernelMemory memory;
    private final OrcFormat format;
    private final long addresses;
    private final long entries;
    private final int count;
    private final long textEnd;
    private final @Nullable FieldReader earlyType;
    private final @Nullable FieldReader earlyEnd;

    /// What to do with a frame.
    enum Type {
        /// Nobody can tell.
        UNDEFINED,
        /// Nobody has called.
        END,
        /// It was called.
        CALL,
        /// All registers lie on the stack.
        REGISTERS,
        /// What the CPU puts there when it is interrupted lies on the stack.
        INTERRUPT
    }

    /// @param stackOffset of what `stackBase` names
    /// @param frameOffset of what `frameBase` names
    /// @param stackBase a register by the format's numbers
    /// @param frameBase the same, or 0: the frame pointer stays
    /// @param interrupted the code was left before the instruction, not behind a call
    record Entry(int stackOffset, int frameOffset, int stackBase, int frameBase, Type type, boolean interrupted) {}

    OrcTable(KernelMemory memory) {
        this.memory = memory;
        if (memory.image().symbols().find("__start_orc_unwind").isEmpty()) {
            throw LabException.asked("stacks of this kernel cannot be unwound")
                    .found("it has no ORC tables: it was built without CONFIG_UNWINDER_ORC")
                    .remedy("boot a kernel that has them, as Debian's do")
                    .exception();
        }
        format = format(memory);
        boolean early = format == OrcFormat.BEFORE_SIX_FOUR;
        earlyType = early ? memory.reader(ENTRY, "type") : null;
        earlyEnd = early ? memory.reader(ENTRY, "end") : null;
        addresses = memory.symbolAddress("__start_orc_unwind_ip");
        entries = memory.symbolAddress("__start_orc_unwind");
        count = (int) ((memory.symbolAddress("__stop_orc_unwind_ip") - addresses) / CODE_BYTES);
        textEnd = memory.symbolAddress("_etext");
    }

    private static OrcFormat format(KernelMemory memory) {
        boolean early = memory.image().symbols().find("__start_orc_header").isEmpty()
                && memory.image().btf().hasMember(ENTRY, "end");
        return early
                ? OrcFormat.BEFORE_SIX_FOUR
                : OrcFormat.of(
                        memory.space().readBytes(memory.symbolAddress("__start_orc_header"), OrcFormat.HEADER_BYTES));
    }

    OrcFormat format() {
        return format;
    }

    /// The entry for an instruction; empty if none of the kernel's own code lies there, or nothing is known of it.
    Optional<Entry> find(long address) {
        if (Long.compareUnsigned(address, code(0)) < 0 || Long.compareUnsigned(address, textEnd) >= 0) {
            return Optional.empty();
        }
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Long.compareUnsigned(code(middle), address) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Optional.of(entry(low)).filter(each -> each.type() != Type.UNDEFINED);
    }

    private long code(int index) {
        long at = addresses + (long) CODE_BYTES * index;
        return at + (int) memory.space().read(at, CODE_BYTES);
    }

    private Entry entry(int index) {
        long at = entries + (long) ENTRY_BYTES * index;
        long bytes = memory.space().read(at, ENTRY_BYTES);
        int flags = (int) (bytes >>> 32);
        int stackBase = flags & 0xf;
        return new Entry(
                (short) bytes,
                (short) (bytes >>> 16),
                stackBase,
                flags >>> 4 & 0xf,
                earlyType == null ? type(flags >>> 8 & 7) : earlyType(at, stackBase),
                (flags & 0x800) != 0);
    }

    private static Type type(int number) {
        Type[] types = Type.values();
        return number < types.length ? types[number] : Type.UNDEFINED;
    }

    /// Where the stack pointer is not known, a bit says whether that is because nobody has called.
    private Type earlyType(long at, int stackBase) {
        if (stackBase == 0) {
            return requireNonNull(earlyEnd).read(at) != 0 ? Type.END : Type.UNDEFINED;
        }
        return switch ((int) requireNonNull(earlyType).read(at)) {
            case 0 -> Type.CALL;
            case 1 -> Type.REGISTERS;
            case 2 -> Type.INTERRUPT;
            default -> Type.UNDEFINED;
        };
    }
}
