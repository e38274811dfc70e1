package org.schedlab.notebook.c;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.schedlab.notebook.names.MemberPaths;
import org.schedlab.vm.btf.MemberView;

/// All that has a name where a C text ends: the cell's own, that of the headers, the kernel's.
///
/// @param locals of the function around, the innermost last
/// @param own what the cell declares outside of functions
record CWorld(List<Declared> locals, CNames own, CHeaders headers, Optional<CKernel> kernel) {
    static final String UNDECLARED = "not in schedlab/scx.bpf.h";

    /// A member of a struct.
    ///
    /// @param kind type and place, one line
    /// @param declared whether a text may use it as it is
    record Member(String name, String kind, CType type, boolean declared) {}

    /// The declaration that a name means: the innermost.
    Optional<Declared> find(String name) {
        Optional<Declared> local = locals.reversed().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        return local.or(() -> own.find(name))
                .or(() -> headers.scheduler().find(name))
                .or(() -> headers.helpers().find(name));
    }

    /// The type of a variable, or of what a function returns.
    Optional<CType> typeOf(String name) {
        return find(name)
                .map(Declared::type)
                .or(() -> kernel.flatMap(known -> known.function(name).map(known::returned)));
    }

    /// The members of a struct, of which `type` has no pointers left: those that the text may use first, in the
    /// order of declaration, then those that only the kernel's own struct has.
    List<Member> members(CType type) {
        CType struct = behindTypedefs(type);
        Optional<Integer> ofKernel = kernel.flatMap(known -> known.struct(struct));
        List<Declared> declared = declared(struct);
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<String, MemberView> views =
                ofKernel.map(id -> kernel.orElseThrow().members(id)).orElse(Map.of());
        boolean onlyCells =
                own.structs().containsKey(struct.base()) && !struct.base().contains("___");
        for (Declared each : declared) {
            names.add(each.name());
            MemberView view = onlyCells ? null : views.get(each.name());
            String kind = view == null ? each.text() : place(view);
            members.add(new Member(each.name(), kind, each.type(), true));
        }
        if (!onlyCells) {
            views.values().stream()
                    .filter(view -> names.add(view.name()))
                    .map(view -> new Member(
                            view.name(),
                            place(view) + (struct.kernelId() == 0 ? "; " + UNDECLARED : ""),
                            kernel.orElseThrow().type(view.typeId()),
                            false))
                    .forEach(members::add);
        }
        return members;
    }

    Optional<Member> member(CType struct, String name) {
        return members(struct).stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// As the cell or the header has them.
    List<Declared> declared(CType struct) {
        List<Declared> found = own.structs().get(struct.base());
        return found != null ? found : headers.scheduler().structs().getOrDefault(struct.base(), List.of());
    }

    private String place(MemberView view) {
        return new MemberPaths(kernel.orElseThrow().btf(), view.typeId()).place(view);
    }

    private CType behindTypedefs(CType type) {
        return own.find(type.base())
                .or(() -> headers.scheduler().find(type.base()))
                .filter(each ->
                        each.kind() == Declared.Kind.TYPE && !each.type().base().equals(type.base()))
                .map(each -> behindTypedefs(each.type()))
                .orElse(type);
    }

    /// Whether a word, or `struct` with one, names a type.
    boolean isType(String words) {
        return words.contains(" ")
                || Set.of("void", "char", "short", "int", "long", "unsigned", "signed", "_Bool")
                        .contains(words)
                || find(words).filter(each -> each.kind() == Declared.Kind.TYPE).isPresent();
    }
}
