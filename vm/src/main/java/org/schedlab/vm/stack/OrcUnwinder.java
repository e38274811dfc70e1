package org.schedlab.vm.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.schedlab.vm.memory.KernelMemory;

/// Follows stacks of the kernel by its own tables (ORC), through interrupts and through BPF programs,
/// which have frame pointers. Bounded, whatever lies in memory.
///
/// Source: `unwind_next_frame` in `arch/x86/kernel/unwind_orc.c`; struct pt_regs,
/// `arch/x86/include/asm/ptrace.h`; struct inactive_task_frame, `arch/x86/include/asm/switch_to.h`; Linux 6.16 to
/// 7.3. Used by one thread at a time.
public final class OrcUnwinder {
    /// No stack is deeper.
    public static final int MOST_FRAMES = 256;

    private static final int WORD = Long.BYTES;
    private static final long IP_IN_REGISTERS = 16 * WORD;

    private final OrcTable table;
    private final OrcFormat format;
    private final KernelMemory memory;
    private final long threadStackPointer;
    private final long frameBp;
    private final long frameReturn;
    private final long frameBytes;

    /// @throws org.schedlab.vm.LabException this kernel has no such tables, or in a format that is not known here
    public OrcUnwinder(KernelMemory memory) {
        this.memory = memory;
        table = new OrcTable(memory);
        format = table.format();
        threadStackPointer = memory.path("struct task_struct", "thread.sp").offset();
        frameBp = memory.path("struct inactive_task_frame", "bp").offset();
        frameReturn = memory.path("struct inactive_task_frame", "ret_addr").offset();
        frameBytes = frameReturn + WORD;
    }

    /// The stack of a task that does not run on a CPU.
    ///
    /// @param task address of its `struct task_struct`
    public StackTrace ofSleeping(long task) {
        long frame = memory.space().readLong(task + threadStackPointer);
        return walk(
                memory.space().readLong(frame + frameReturn),
                frame + frameBytes,
                memory.space().readLong(frame + frameBp),
                false,
                StackWords.of(memory));
    }

    /// The stack at an instruction.
    ///
    /// @param pc its address
    /// @param sp the stack pointer before it
    /// @param bp the frame pointer's register
    /// @param words where the stack lies
    public StackTrace at(long pc, long sp, long bp, StackWords words) {
        return walk(pc, sp, bp, true, words);
    }

    private StackTrace walk(long pc, long sp, long bp, boolean interrupted, StackWords words) {
        List<Frame> frames = new ArrayList<>();
        State state = new State(words, pc, sp, bp, interrupted);
        while (frames.size() < MOST_FRAMES) {
            if (state.fromUserMode) {
                return new StackTrace(frames, StackTrace.End.USER_MODE);
            }
            if (state.pc >= 0) {
                return new StackTrace(frames, StackTrace.End.BROKEN);
            }
            frames.add(new Frame(state.pc, state.interrupted, state.certain));
            Optional<OrcTable.Entry> entry = table.find(state.interrupted ? state.pc : state.pc - 1);
            if (entry.isPresent() && entry.get().type() == OrcTable.Type.END) {
                return new StackTrace(frames, StackTrace.End.STACK_END);
            }
            long before = state.sp;
            boolean went = entry.isPresent() ? state.follow(entry.get()) : state.followFramePointer();
            if (!went || state.sp == before) {
                return new StackTrace(frames, StackTrace.End.BROKEN);
            }
        }
        return new StackTrace(frames, StackTrace.End.BROKEN);
    }

    /// Where the walk is.
    private final class State {
        private final StackWords words;
        private long pc;
        private long sp;
        private long bp;
        private long registers; // where all of them lie on the stack, or 0
        private boolean interrupted;
        private boolean fromUserMode;
        private boolean certain = true;

        State(StackWords words, long pc, long sp, long bp, boolean interrupted) {
            this.words = words;
            this.pc = pc;
            this.sp = sp;
            this.bp = bp;
            this.interrupted = interrupted;
        }

        boolean follow(OrcTable.Entry entry) {
            OptionalLong found = callersStack(entry);
            if (found.isEmpty()) {
                return false;
            }
            long callers = found.getAsLong();
            OptionalLong frame = callersFrame(entry, callers);
            boolean went = switch (entry.type()) {
                case CALL -> called(callers);
                case REGISTERS -> interruptedAt(callers + IP_IN_REGISTERS, callers);
                case INTERRUPT -> interruptedAt(callers, 0);
                case UNDEFINED, END -> false;
            };
            // With all registers on the stack the frame pointer is among them.
            if (entry.frameBase() != 0) {
                bp = frame.orElse(0);
            } else if (entry.type() == OrcTable.Type.REGISTERS) {
                bp = words.at(callers + 4 * WORD).orElse(0);
            }
            return went;
        }

        private boolean called(long callers) {
            OptionalLong back = words.at(callers - WORD);
            pc = back.orElse(0);
            sp = callers;
            registers = 0;
            interrupted = false;
            return back.isPresent();
        }

        /// @param at where the address of the interrupted instruction lies, its code segment, flags and
        ///     stack behind it
        private boolean interruptedAt(long at, long allRegisters) {
            OptionalLong ip = words.at(at);
            OptionalLong segment = words.at(at + WORD);
            OptionalLong stack = words.at(at + 3 * WORD);
            if (ip.isEmpty() || segment.isEmpty() || stack.isEmpty()) {
                return false;
            }
            pc = ip.getAsLong();
            fromUserMode = (segment.getAsLong() & 3) != 0;
            sp = stack.getAsLong();
            registers = allRegisters;
            interrupted = true;
            return true;
        }

        private OptionalLong callersStack(OrcTable.Entry entry) {
            int base = entry.stackBase();
            if (base == format.stackPointer) {
                return OptionalLong.of(sp + entry.stackOffset());
            }
            if (base == format.framePointer) {
                return OptionalLong.of(bp + entry.stackOffset());
            }
            if (base == format.throughStackPointer) {
                return plus(words.at(sp), entry.stackOffset());
            }
            if (base == format.throughFramePointer) {
                return words.at(bp + entry.stackOffset());
            }
            int index = base == format.r10 ? 7 : base == format.r13 ? 2 : base == format.di ? 14 : 12;
            boolean known = base == format.r10 || base == format.r13 || base == format.di || base == format.dx;
            return known && registers != 0 ? words.at(registers + (long) index * WORD) : OptionalLong.empty();
        }

        private OptionalLong callersFrame(OrcTable.Entry entry, long callers) {
            if (entry.frameBase() == format.previousStackPointer) {
                return words.at(callers + entry.frameOffset());
            }
            return entry.frameBase() == format.framePointer ? words.at(bp + entry.frameOffset()) : OptionalLong.empty();
        }

        /// Code of BPF programs: the frame pointer points to the caller's, the return address lies behind it.
        boolean followFramePointer() {
            OptionalLong callersBp = words.at(bp);
            OptionalLong back = words.at(bp + WORD);
            if (callersBp.isEmpty() || back.isEmpty() || Long.compareUnsigned(bp, sp) < 0) {
                return false;
            }
            sp = bp + 2 * WORD;
            bp = callersBp.getAsLong();
            pc = back.getAsLong();
            registers = 0;
            interrupted = false;
            certain = false;
            return true;
        }

        private OptionalLong plus(OptionalLong value, long offset) {
            return value.isPresent() ? OptionalLong.of(value.getAsLong() + offset) : value;
        }
    }
}
