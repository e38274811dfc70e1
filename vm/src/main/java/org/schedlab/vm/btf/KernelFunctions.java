package org.schedlab.vm.btf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The functions of sched_ext that BPF programs call, as a kernel's types tell of them.
///
/// Since 7.1 the kernel gives most of them a last argument by itself, `const struct bpf_prog_aux *aux`.
/// When it is built, each such function is described twice (tools/bpf/resolve_btfids): `NAME`
/// without that argument, as programs call it, and `NAME_impl` with it, which the verifier looks for.
/// Where that was left out, `NAME` has the argument and there is no `NAME_impl`: libbpf finds the
/// program's declaration incompatible, and one with the argument is refused by the verifier. Debian's
/// builds of 7.1 and 7.2 lack it for some functions, each build for others.
public final class KernelFunctions {
    private static final Pattern OF_SCHED_EXT = Pattern.compile("(__)?scx_bpf_\\w+|bpf_iter_scx_\\w+");
    private static final String WITH_ALL_ARGUMENTS = "_impl";

    private KernelFunctions() {}

    /// Those that no program can call on this kernel, sorted; empty for most kernels.
    public static List<String> uncallable(Btf kernel) {
        List<String> unsplit = new ArrayList<>();
        Set<String> split = new HashSet<>();
        for (int id = 1; id < kernel.typeCount(); id++) {
            if (kernel.type(id) instanceof BtfType.Function function
                    && OF_SCHED_EXT.matcher(function.name()).matches()
                    && takesProgram(kernel, function)) {
                String name = function.name();
                if (name.endsWith(WITH_ALL_ARGUMENTS)) {
                    split.add(name.substring(0, name.length() - WITH_ALL_ARGUMENTS.length()));
                } else {
                    unsplit.add(name);
                }
            }
        }
        return unsplit.stream().filter(name -> !split.contains(name)).sorted().toList();
    }

    private static boolean takesProgram(Btf kernel, BtfType.Function function) {
        return kernel.type(function.prototypeId()) instanceof BtfType.FunctionPrototype prototype
                && !prototype.parameters().isEmpty()
                && prototype.parameters().getLast().name().equals("aux")
                && kernel.strip(prototype.parameters().getLast().typeId()) instanceof BtfType.Pointer pointer
                && kernel.strip(pointer.typeId()).name().equals("bpf_prog_aux");
    }

    /// The kernel's functions that a BPF object names, in the order of its types (section `.ksyms`).
    public static List<String> namedBy(Btf object) {
        List<String> names = new ArrayList<>();
        for (int id = 1; id < object.typeCount(); id++) {
            if (object.type(id) instanceof BtfType.DataSection section
                    && section.name().equals(".ksyms")) {
                section.variables()
                        .forEach(each -> names.add(object.type(each.typeId()).name()));
            }
        }
        return names;
    }
}
