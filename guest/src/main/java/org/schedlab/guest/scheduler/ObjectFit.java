package org.schedlab.guest.scheduler;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldPath;

/// Makes an object that was written for a newer libbpf one that the agent's, 1.1, loads on a kernel, as a newer libbpf
/// would do while it loads: sections `.struct_ops.link` and `struct_ops.s/…`; `NAME___flavor` for a function of the
/// kernel; calls of functions that it lacks, behind a question whether it has them; members of `struct sched_ext_ops`
/// that it does not have and the scheduler does not set; numbers of 64 bits for maps ([MapExtra]). Stateless.
///
/// Source: tools/lib/bpf/libbpf.c of Linux 7.3: bpf_object__resolve_ksym_func_btf_id, bpf_map__init_kern_struct_ops,
/// section_defs.
final class ObjectFit {
    private static final String LINK = ".struct_ops.link";
    private static final String NO_LINK = ".struct_ops";
    private static final String SLEEPABLE = "struct_ops.s/";
    private static final String MARKED_SLEEPABLE = "struct_ops/sleepable/";
    private static final String OPS = "sched_ext_ops";
    private static final String FLAVOR = "___";
    /// For a function of the object that is called as the kernel's is: libbpf takes the first of a name.
    private static final String OWN = "___own";

    private ObjectFit() {}

    /// The object for that kernel; the same bytes if nothing needs to be changed.
    static byte[] fit(byte[] object, Btf kernel) {
        ElfRewriter elf = new ElfRewriter(object);
        byte[] section = elf.contents(".BTF");
        if (section.length == 0) {
            return object;
        }
        Btf btf = Btf.of(MemorySegment.ofArray(section));
        Set<String> unknown = unknownMembers(btf, kernel);
        unknown.removeIf(member -> isSet(member, btf, object, elf));
        Map<String, String> functions = functions(btf, kernel);
        boolean newer = elf.contents(LINK).length > 0;
        List<MapExtra> extras = MapExtra.of(btf);
        if (!newer && extras.isEmpty() && unknown.isEmpty() && functions.isEmpty()) {
            return object;
        }
        UnaryOperator<String> sections = ObjectFit::section;
        UnaryOperator<String> names = name -> functions.getOrDefault(name, name);
        BtfRewriter types = new BtfRewriter(section);
        types.renameSections(sections);
        types.renameFunctions(true, names);
        types.renameFunctions(false, name -> functions.containsValue(name) ? name + OWN : name);
        types.dropMembers(OPS, unknown::contains);
        extras.forEach(each -> each.move(types));
        elf.replace(".BTF.ext", types.ext(elf.contents(".BTF.ext"), sections));
        elf.replace(".BTF", types.btf());
        elf.renameSections(sections);
        elf.renameUndefined(names);
        elf.poisonCalls(name -> kernel.functions(name).isEmpty());
        return elf.file();
    }

    private static String section(String name) {
        if (name.equals(LINK) || name.equals(".rel" + LINK)) { // libbpf knows the relocations by their name
            return name.replace(LINK, NO_LINK);
        }
        return name.startsWith(SLEEPABLE) ? MARKED_SLEEPABLE + name.substring(SLEEPABLE.length()) : name;
    }

    /// Whether one of the object's schedulers has something in a member, which libbpf then says it cannot have here.
    private static boolean isSet(String member, Btf btf, byte[] object, ElfRewriter elf) {
        FieldPath path = btf.path(btf.require("struct " + OPS), member);
        BpfElf symbols = new BpfElf(object);
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.Variable variable
                    && btf.strip(variable.typeId()).name().equals(OPS)) {
                Optional<BpfElf.Symbol> symbol = symbols.symbol(variable.name());
                if (symbol.isPresent()
                        && elf.isSet(
                                symbol.get().section().name(),
                                symbol.get().offset() + path.offset(),
                                path.type().byteSize())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> unknownMembers(Btf object, Btf kernel) {
        Optional<Integer> own = object.find("struct " + OPS);
        Optional<Integer> there = kernel.find("struct " + OPS);
        if (own.isEmpty() || there.isEmpty()) {
            return new HashSet<>();
        }
        Set<String> unknown = new HashSet<>();
        object.members(own.get()).forEach(member -> unknown.add(member.name()));
        kernel.members(there.get()).forEach(member -> unknown.remove(member.name()));
        return unknown;
    }

    /// The kernel's functions that are called by a flavored name, as `NAME___v2`, and are of that type there.
    private static Map<String, String> functions(Btf object, Btf kernel) {
        Map<String, String> renamed = new HashMap<>();
        for (int id = 1; id < object.typeCount(); id++) {
            if (object.type(id) instanceof BtfType.Function function
                    && function.linkage() == BtfType.Linkage.EXTERN
                    && function.name().lastIndexOf(FLAVOR) > 0) {
                String plain = function.name().substring(0, function.name().lastIndexOf(FLAVOR));
                boolean same = kernel.functions(plain).stream()
                        .anyMatch(each ->
                                Signatures.compatible(object, function.prototypeId(), kernel, each.prototypeId()));
                if (same) {
                    renamed.put(function.name(), plain);
                }
            }
        }
        return renamed;
    }
}
