package org.schedlab.notebook.c;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.names.EnumConstants;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.image.KernelImage;

/// What one kernel offers to a BPF scheduler, by its own types. Thread-safe.
final class CKernel {
    private static final String CALLABLE = "bpf_kfunc";
    /// What the verifier is told by the end of a parameter's name.
    private static final Pattern ANNOTATION = Pattern.compile("(\\w)__(?:nullable|ign|arena|map|k|sz|str)\\b");
    private static final String STUB = "sched_ext_ops__";

    private final KernelImage image;
    private final Btf btf;
    private final List<BtfType.Function> functions;
    /// Of the structs that were asked for: those of a task are 250, and asked at each key.
    private final Map<Integer, Map<String, MemberView>> members = new ConcurrentHashMap<>();
    private final EnumConstants enums = new EnumConstants();

    CKernel(KernelImage image) {
        this.image = image;
        this.btf = image.btf();
        this.functions = btf.taggedFunctions(CALLABLE).stream()
                .sorted(Comparator.comparing(BtfType.Function::name))
                .toList();
    }

    boolean isOf(KernelImage other) {
        return image.equals(other);
    }

    Btf btf() {
        return btf;
    }

    String release() {
        return "Linux " + image.release();
    }

    /// The functions that BPF programs of some kind may call, by name.
    List<BtfType.Function> functions() {
        return functions;
    }

    Optional<BtfType.Function> function(String name) {
        return functions.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// The names in enums, each with its type and value.
    List<Suggestion> constants(String prefix, int limit) {
        return enums.startingWith(btf, prefix, limit);
    }

    /// `void scx_bpf_kick_cpu(s32 cpu, u64 flags)`.
    String signature(BtfType.Function function) {
        return withoutEnd(btf.declaration(function.id()));
    }

    CType returned(BtfType.Function function) {
        return btf.type(function.prototypeId()) instanceof BtfType.FunctionPrototype prototype
                ? type(prototype.returnTypeId())
                : CType.named("void", 0);
    }

    /// A callback of `struct sched_ext_ops` as a function of a name. The names of its parameters are those of
    /// the kernel's own stub for it, since types of pointers to functions have none.
    Optional<String> op(String op, String name) {
        return btf.functions(STUB + op).stream()
                .findFirst()
                .map(stub -> ANNOTATION
                        .matcher(signature(stub).replace(STUB + op + "(", name + "("))
                        .replaceAll("$1"));
    }

    /// The members of a struct by name, in the order of declaration; empty for what is none.
    Map<String, MemberView> members(int typeId) {
        return members.computeIfAbsent(typeId, this::read);
    }

    private Map<String, MemberView> read(int typeId) {
        Map<String, MemberView> byName = new LinkedHashMap<>();
        btf.members(typeId).forEach(view -> byName.putIfAbsent(view.name(), view));
        return Collections.unmodifiableMap(byName);
    }

    /// The number of a struct or union, defined, by its name; a local one by the name before `___`, as libbpf does.
    Optional<Integer> struct(CType type) {
        if (type.kernelId() != 0) {
            return Optional.of(type.kernelId());
        }
        int flavour = type.base().indexOf("___");
        Optional<Integer> found =
                btf.find(flavour < 0 ? type.base() : type.base().substring(0, flavour));
        return found.filter(id -> btf.strip(id) instanceof BtfType.Composite);
    }

    /// A type of the kernel.
    CType type(int typeId) {
        int pointers = 0;
        BtfType type = btf.strip(typeId);
        while (type instanceof BtfType.Pointer || type instanceof BtfType.Array) {
            pointers++;
            type = btf.strip(
                    type instanceof BtfType.Pointer pointer
                            ? pointer.typeId()
                            : ((BtfType.Array) type).elementTypeId());
        }
        boolean nameless = type instanceof BtfType.Composite && type.name().isEmpty();
        return new CType(btf.cName(type.id()), pointers, nameless ? type.id() : 0);
    }

    private static String withoutEnd(String declaration) {
        return declaration.endsWith(";") ? declaration.substring(0, declaration.length() - 1) : declaration;
    }
}
