package org.schedlab.vm.linux;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.schedlab.vm.memory.KernelMemory;

/// A program that is an operation of a BPF scheduler, and what verifying it cost. Immutable.
///
/// Source: struct bpf_prog_aux, `include/linux/bpf.h`; `verified_insns` is what BPF_OBJ_GET_INFO_BY_FD and bpftool
/// tell;
/// Linux 6.16 to 7.3.
///
/// @param name its function in the source
/// @param instructions how many the verifier went through, each as often as it came by
/// @param machineCodeBytes of the main function
public record VerifiedProgram(String name, long instructions, long machineCodeBytes) {
    private static final int NAME = 512;
    private static final String STRUCT_OPS = "BPF_PROG_TYPE_STRUCT_OPS";

    /// Those that are loaded now, whoever loaded them, by name.
    public static List<VerifiedProgram> of(KernelMemory memory) {
        if (memory.image().symbols().find("bpf_kallsyms").isEmpty()) {
            return List.of();
        }
        List<VerifiedProgram> found = new ArrayList<>();
        for (KernelObject symbol :
                KernelObject.global(memory, "bpf_kallsyms", "struct list_head").entries("struct bpf_ksym", "lnode")) {
            if (symbol.member("prog").isTrue()) {
                KernelObject program = symbol.containerOf("struct bpf_prog_aux", "ksym");
                long instructions = program.member("verified_insns").number();
                // Its other functions were verified as parts of it.
                if (instructions > 0 && isOperation(program)) {
                    BpfCode code = new BpfCode(symbol.member("name").text(NAME), 0, 0, List.of());
                    found.add(new VerifiedProgram(
                            code.function(),
                            instructions,
                            symbol.member("end").number()
                                    - symbol.member("start").number()));
                }
            }
        }
        found.sort(Comparator.comparing(VerifiedProgram::name));
        return List.copyOf(found);
    }

    private static boolean isOperation(KernelObject program) {
        return program.member("prog")
                .dereference()
                .member("type")
                .enumName()
                .filter(STRUCT_OPS::equals)
                .isPresent();
    }
}
