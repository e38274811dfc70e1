package org.schedlab.lab.stacks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.linux.BpfCode;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.stack.Frame;
import org.schedlab.vm.stack.OrcUnwinder;
import org.schedlab.vm.stack.StackTrace;
import org.schedlab.vm.stack.StackWords;
import org.schedlab.vm.trace.StackSample;
import org.schedlab.vm.trace.StoreRecord;

/// Names of instructions: the kernel's symbols, and the BPF programs that were seen. Confined to one thread.
public final class CodeNames {
    private static final long LONGEST_FUNCTION = 1 << 17;

    private final KernelMemory memory;
    private @Nullable OrcUnwinder walker;
    private final TreeMap<Long, BpfCode> programs = new TreeMap<>(Long::compareUnsigned);

    public CodeNames(KernelMemory memory) {
        this.memory = memory;
    }

    /// Looks which BPF programs the guest has now, which must stand.
    public void look() {
        for (BpfCode each : BpfCode.of(memory, code -> !known(code))) {
            if (!known(each)) {
                programs.put(each.first(), each);
            }
        }
    }

    private boolean known(BpfCode code) {
        BpfCode before = programs.get(code.first());
        return before != null && before.isSame(code);
    }

    /// The code at an address.
    public CodePlace place(long address) {
        Map.Entry<Long, BpfCode> program = programs.floorEntry(address);
        if (program != null && program.getValue().covers(address)) {
            return place(program.getValue(), address);
        }
        return ofKernel(memory, address).orElseGet(() -> new CodePlace(address, "", 0, ""));
    }

    /// The kernel's own code at an address; empty if it is other code.
    public static Optional<CodePlace> ofKernel(KernelMemory memory, long address) {
        // Behind the kernel's last symbol lie modules, and programs that are gone: that is not it.
        return memory.image()
                .symbols()
                .covering(address)
                .filter(symbol -> address - symbol.address() < LONGEST_FUNCTION)
                .map(symbol -> new CodePlace(address, symbol.name(), address - symbol.address(), ""));
    }

    /// Who had called the function of a store, the innermost first.
    ///
    /// @param record of a watch whose last capture is the frame pointer, with words of the stack
    public List<CodePlace> stack(StoreRecord record) {
        return stack(record.pc(), record.stackPointer(), record.captures().getLast(), record.stack())
                .skip(1)
                .toList();
    }

    /// The function at an instruction and who had called it, the innermost first.
    ///
    /// @param sample of code of the kernel, whose last capture is the frame pointer, with words of the stack
    public List<CodePlace> stack(StackSample sample) {
        return stack(sample.pc(), sample.stackPointer(), sample.captures().getLast(), sample.stack())
                .toList();
    }

    /// The function at an instruction and who had called it, the innermost first; [CodePlace#NOT_FOLLOWED] behind them
    /// if the words do not reach to where the kernel was entered.
    ///
    /// @param words of the stack, from the stack pointer on
    public Stream<CodePlace> stack(long pc, long stackPointer, long framePointer, List<Long> words) {
        OrcUnwinder known = walker;
        if (known == null) {
            known = new OrcUnwinder(memory);
            walker = known;
        }
        StackTrace trace = known.at(pc, stackPointer, framePointer, StackWords.of(stackPointer, words));
        return named(trace);
    }

    /// The frames by name, and whether there are more.
    Stream<CodePlace> named(StackTrace trace) {
        Stream<CodePlace> frames = trace.frames().stream().map(this::place);
        return trace.end() == StackTrace.End.BROKEN ? Stream.concat(frames, Stream.of(CodePlace.NOT_FOLLOWED)) : frames;
    }

    /// Whether a BPF program that was seen is there.
    public boolean isProgram(long address) {
        Map.Entry<Long, BpfCode> program = programs.floorEntry(address);
        return program != null && program.getValue().covers(address);
    }

    /// The code of a frame. A call may be the last instruction of its function: the name is that of the byte before.
    public CodePlace place(Frame frame) {
        CodePlace within = place(frame.within());
        return new CodePlace(
                frame.address(), within.function(), within.offset() + frame.address() - frame.within(), within.line());
    }

    private static CodePlace place(BpfCode program, long address) {
        String line = program.line(address)
                .map(each -> fileOf(each.file()) + ":" + each.number() + " " + each.text())
                .orElse("");
        return new CodePlace(address, program.function(), address - program.first(), line);
    }

    private static String fileOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
