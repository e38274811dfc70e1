package org.schedlab.notebook.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.names.Explanations;
import org.schedlab.notebook.names.MemberPaths;
import org.schedlab.vm.btf.BtfType;

/// What a word of a C text is, in lines to read.
record CExplanations(CWorld world) {
    private static final Explanations EXPLANATIONS = new Explanations();
    private static final String HEADER = "schedlab/scx.bpf.h";

    Optional<List<String>> of(CPlace place, String word) {
        return switch (place) {
            case CPlace.Member member -> member(member.struct(), word);
            case CPlace.Initialiser initialiser ->
                op(initialiser.struct(), word).or(() -> member(initialiser.struct(), word));
            case CPlace.TypeName type -> type(type.keyword() + " " + word);
            case CPlace.Callback _ -> new COps(world).named(word).flatMap(op -> op(CType.named(StructOps.OPS, 0), op));
            case CPlace.Parameters _, CPlace.Name _ -> name(word);
        };
    }

    private Optional<List<String>> op(CType struct, String name) {
        COps ops = new COps(world);
        if (!struct.base().equals(StructOps.OPS)) {
            return Optional.empty();
        }
        return ops.signature(name).map(signature -> {
            List<String> lines = new ArrayList<>();
            CLines.declaration(signature + ";", lines);
            lines.add("  a callback of struct sched_ext_ops" + release());
            CLines.comment(ops.comment(name), lines);
            String parameters = ops.parameters(name).map(list -> ", " + list).orElse("");
            String returned =
                    signature.substring(0, signature.indexOf(name + "(")).strip();
            CLines.declaration(
                    "  %s BPF_STRUCT_OPS(%s%s%s) { … }".formatted(returned, ops.prefix(), name, parameters), lines);
            return lines;
        });
    }

    private String release() {
        return world.kernel().map(kernel -> " of " + kernel.release()).orElse("");
    }

    private Optional<List<String>> member(CType struct, String name) {
        Optional<CWorld.Member> found = world.member(struct, name);
        return found.map(member -> {
            List<String> lines = new ArrayList<>();
            Optional<List<String>> ofKernel = world.own().structs().containsKey(struct.base())
                    ? Optional.empty()
                    : world.kernel()
                            .flatMap(kernel -> kernel.struct(struct)
                                    .flatMap(id -> EXPLANATIONS.member(new MemberPaths(kernel.btf(), id), name)));
            ofKernel.ifPresentOrElse(lines::addAll, () -> {
                lines.add(world.declared(struct).stream()
                                .filter(each -> each.name().equals(name))
                                .map(Declared::text)
                                .findFirst()
                                .orElse(name)
                        + ";");
                lines.add("  in " + struct.base());
            });
            List<String> said = new ArrayList<>();
            world.declared(struct).stream()
                    .filter(each -> each.name().equals(name))
                    .forEach(each -> CLines.comment(each.comment(), said));
            lines.addAll(Math.min(2, lines.size()), said);
            if (!member.declared() && struct.kernelId() == 0) {
                lines.addAll(Math.min(2, lines.size()), localStruct(struct, name));
            }
            return lines;
        });
    }

    /// How a text gets at a member that the header leaves out: a struct of its own, which libbpf takes for the
    /// kernel's when its name goes on with three underscores.
    private List<String> localStruct(CType struct, String name) {
        String declaration = world.kernel()
                .flatMap(kernel ->
                        kernel.struct(struct).map(id -> kernel.members(id).get(name)))
                .map(view -> view.declaration())
                .orElse(name);
        return List.of(
                "  %s; to read it, declare a part of the struct yourself:".formatted(CWorld.UNDECLARED),
                "    %s___mine { %s; } __attribute__((preserve_access_index));".formatted(struct.base(), declaration),
                "    BPF_CORE_READ((%s___mine *)pointer, %s)".formatted(struct.base(), name));
    }

    private Optional<List<String>> type(String name) {
        return world.kernel()
                .flatMap(kernel ->
                        kernel.btf().find(name).map(id -> Explanations.shape(id, new MemberPaths(kernel.btf(), id))))
                .filter(lines -> !lines.isEmpty() && !world.own().structs().containsKey(name))
                .or(() -> Optional.of(world.declared(CType.named(name, 0)))
                        .filter(members -> !members.isEmpty())
                        .map(members -> {
                            List<String> lines = new ArrayList<>(List.of(name + " {"));
                            members.forEach(each -> lines.add("  " + each.text() + ";"));
                            lines.add("}");
                            return lines;
                        }));
    }

    private Optional<List<String>> name(String word) {
        Optional<Declared> declared = world.find(word);
        Optional<BtfType.Function> function = world.kernel().flatMap(kernel -> kernel.function(word));
        Optional<Suggestion> constant = world.kernel()
                .flatMap(kernel -> kernel.constants(word, 1).stream().findFirst())
                .filter(each -> each.text().equals(word));
        boolean own = world.own().find(word).isPresent();
        if (declared.isEmpty() && function.isEmpty() && constant.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        function.filter(_ -> !own)
                .ifPresentOrElse(
                        known -> {
                            CKernel kernel = world.kernel().orElseThrow();
                            CLines.declaration(kernel.signature(known) + ";", lines);
                            lines.add("  a function of " + kernel.release());
                            lines.add("  " + (declared.isPresent() ? "declared in " + HEADER : CWorld.UNDECLARED));
                        },
                        () -> declared.ifPresent(each -> CLines.declaration(each.text(), lines)));
        declared.ifPresent(each -> {
            if (own || function.isEmpty()) {
                lines.add("  " + where(each));
            }
            CLines.comment(each.comment(), lines);
        });
        constant.ifPresent(each -> lines.add((lines.isEmpty() ? word + ", " : "  ") + each.kind() + release()));
        if (declared.isEmpty()) {
            lines.add("  declare it yourself: "
                    + function.map(each -> world.kernel().orElseThrow().signature(each) + " __ksym __weak;")
                            .orElseGet(() -> "#define %s %s"
                                    .formatted(
                                            word, constant.orElseThrow().kind().replaceFirst("^.* = ", ""))));
        }
        return Optional.of(lines);
    }

    private String where(Declared each) {
        String kind = switch (each.kind()) {
            case FUNCTION -> "a function";
            case VARIABLE -> "a variable";
            case CONSTANT -> "a constant";
            case MACRO -> "a macro";
            case TYPE -> "a type";
        };
        boolean local = world.locals().contains(each);
        boolean own = world.own().find(each.name()).filter(each::equals).isPresent();
        boolean header = world.headers()
                .scheduler()
                .find(each.name())
                .filter(each::equals)
                .isPresent();
        return kind
                + (local
                        ? " of this function"
                        : own ? " of this cell" : header ? ", declared in " + HEADER : " of libbpf's headers");
    }
}
