package org.schedlab.lab.past;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.linux.BpfCode;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.symbols.Symbol;
import org.schedlab.vm.symbols.SymbolTable;

/// A function whose calls are looked for: where its code is, and what its arguments are.
///
/// @param name as the kernel has it
/// @param first address of its first instruction
/// @param last of its last byte, at the most
/// @param parameters in their order; none for a BPF program
public record CalledFunction(String name, long first, long last, List<BtfType.Parameter> parameters) {
    private static final int NAMES = 5;

    public CalledFunction {
        parameters = List.copyOf(parameters);
    }

    /// The function of that name: of the kernel, or of a BPF program that is loaded now.
    ///
    /// @throws UnknownNameException with the nearest names if there is none
    public static CalledFunction of(KernelMemory memory, String name) {
        return program(memory, name).or(() -> kernel(memory, name)).orElseThrow(() -> unknown(memory, name));
    }

    /// The name of the struct that a parameter points to, such as `task_struct`; empty if it points to none.
    public static Optional<String> structOf(Btf btf, BtfType.Parameter parameter) {
        return btf.strip(parameter.typeId()) instanceof BtfType.Pointer pointer
                        && btf.strip(pointer.typeId()) instanceof BtfType.Struct struct
                ? Optional.of(struct.name())
                : Optional.empty();
    }

    private static Optional<CalledFunction> program(KernelMemory memory, String name) {
        return programs(memory)
                .filter(each -> each.function().equals(name))
                .findFirst()
                .map(code -> new CalledFunction(name, code.first(), code.end() - 1, List.of()));
    }

    private static Stream<BpfCode> programs(KernelMemory memory) {
        return BpfCode.withoutLines(memory).stream().filter(each -> each.name().startsWith("bpf_prog_"));
    }

    /// The compiler may have made a part of a function, or one without an argument, under a longer name.
    private static Optional<CalledFunction> kernel(KernelMemory memory, String name) {
        SymbolTable symbols = memory.image().symbols();
        return Stream.concat(
                        symbols.all(name).stream(),
                        symbols.startingWith(name + ".", NAMES).stream()
                                .filter(each -> !each.contains(".cold"))
                                .flatMap(each -> symbols.all(each).stream()))
                .filter(CalledFunction::isCode)
                .findFirst()
                .map(symbol -> new CalledFunction(
                        symbol.name(),
                        symbol.address(),
                        symbols.nextAbove(symbol.address()).orElse(symbol.address() + 1) - 1,
                        parameters(memory.image().btf(), name, symbol)));
    }

    private static boolean isCode(Symbol symbol) {
        return "tTwW".indexOf(symbol.kind()) >= 0;
    }

    /// Those of a changed function are not what its prototype says.
    private static List<BtfType.Parameter> parameters(Btf btf, String name, Symbol symbol) {
        if (!symbol.name().equals(name)) {
            return List.of();
        }
        for (BtfType.Function each : btf.functions(name)) {
            if (btf.type(each.prototypeId()) instanceof BtfType.FunctionPrototype prototype) {
                return prototype.parameters().stream()
                        .filter(parameter -> parameter.typeId() != 0)
                        .toList();
            }
        }
        return List.of();
    }

    private static LabException unknown(KernelMemory memory, String name) {
        List<String> near = new ArrayList<>(programs(memory)
                .map(BpfCode::function)
                .filter(each -> each.contains(name) || name.contains(each))
                .limit(NAMES)
                .toList());
        near.addAll(memory.image().symbols().nearest(name, NAMES));
        return new UnknownNameException(
                "there are no calls of '%s' to be found: neither this kernel nor a BPF program that is loaded has such a function"
                        .formatted(name),
                name,
                near,
                "a function that the compiler has put into all its callers is none: ask for one of those");
    }
}
