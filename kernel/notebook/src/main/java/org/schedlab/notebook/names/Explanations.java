package org.schedlab.notebook.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.linux.DeclaredGlobals;
import org.schedlab.vm.symbols.Symbol;

/// What a name of the kernel is, in lines to read: declaration with offsets, meaning and source.
/// Immutable.
public final class Explanations {
    private static final int MOST_MEMBERS = 60;

    private final FieldNotes notes = FieldNotes.load();

    /// A member at the end of a path; empty if the path leads nowhere.
    public Optional<List<String>> member(MemberPaths paths, String typed) {
        PathText path = PathText.of(typed);
        Btf btf = paths.btf();
        Optional<Integer> type = paths.typeOf(typed);
        Optional<Integer> parent = paths.typeOf(path.parent());
        if (type.isEmpty() || parent.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        if (path.named() && !path.name().isEmpty()) {
            btf.members(parent.get()).stream()
                    .filter(view -> view.name().equals(path.name()))
                    .findFirst()
                    .ifPresent(view -> lines.addAll(declared(view, structName(btf, parent.get()), paths)));
            fromRoot(paths, typed).ifPresent(lines::add);
        }
        lines.addAll(shape(type.get(), paths));
        return Optional.of(lines);
    }

    /// Where a nested member lies in the struct that the path starts at; empty behind a pointer.
    private static Optional<String> fromRoot(MemberPaths paths, String typed) {
        List<Long> offsets = paths.btf().path(paths.root(), typed).byteOffsets();
        boolean nested = typed.contains(".") && offsets.size() == 1;
        return nested
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "  from the start of %s: +%d",
                        paths.btf().cName(paths.root()),
                        offsets.getFirst()))
                : Optional.empty();
    }

    private List<String> declared(MemberView view, String struct, MemberPaths paths) {
        List<String> lines = new ArrayList<>();
        lines.add(view.declaration() + ";");
        lines.add("  in %s: %s".formatted(struct, paths.place(view)));
        notes.of(struct, view.name()).ifPresent(note -> {
            lines.add("  " + note.meaning());
            lines.add("  (%s, %s)".formatted(note.file(), FieldNotes.KERNEL));
        });
        return lines;
    }

    private static String structName(Btf btf, int type) {
        BtfType stripped = btf.strip(type);
        BtfType struct = stripped instanceof BtfType.Pointer pointer ? btf.strip(pointer.typeId()) : stripped;
        return btf.cName(struct.id());
    }

    /// The members of a struct, also behind a pointer, or the names of an enum.
    public static List<String> shape(int type, MemberPaths paths) {
        Btf btf = paths.btf();
        List<MemberView> members = btf.members(type);
        List<String> lines = new ArrayList<>();
        if (!members.isEmpty()) {
            lines.add(structName(btf, type) + " {");
            members.stream()
                    .limit(MOST_MEMBERS)
                    .map(view -> String.format(
                            Locale.ROOT,
                            "  /* %5d */  %s;%s",
                            view.byteOffset(),
                            view.declaration(),
                            MemberPaths.shared(view, "  // ")))
                    .forEach(lines::add);
            if (members.size() > MOST_MEMBERS) {
                lines.add(String.format(
                        Locale.ROOT, "  ... %d more: Tab after the dot lists them", members.size() - MOST_MEMBERS));
            }
            lines.add("}");
        }
        EnumConstants.of(btf, type, "").stream()
                .limit(MOST_MEMBERS)
                .map(value -> "  %s: %s".formatted(value.text(), value.kind()))
                .forEach(lines::add);
        return lines;
    }

    /// The type of an array's elements; of anything else the type itself.
    static int element(Btf btf, int type) {
        return btf.strip(type) instanceof BtfType.Array array ? element(btf, array.elementTypeId()) : type;
    }

    /// A per-CPU variable.
    Optional<List<String>> perCpuVariable(String name, Btf btf) {
        return btf.perCpu(name).map(variable -> {
            List<String> lines = new ArrayList<>();
            lines.add(String.format(
                    Locale.ROOT,
                    "%s %s;  one on each CPU, %d bytes",
                    btf.cName(variable.typeId()),
                    variable.name(),
                    variable.size()));
            lines.addAll(shape(variable.typeId(), new MemberPaths(btf, variable.typeId())));
            return lines;
        });
    }

    /// A symbol.
    static Optional<List<String>> symbol(String name, KernelImage image) {
        return image.symbols().find(name).map(symbol -> {
            List<String> lines = new ArrayList<>();
            lines.add(String.format(
                    Locale.ROOT,
                    "%s at %#x, letter %c of /proc/kallsyms in Linux %s",
                    name,
                    symbol.address(),
                    symbol.kind(),
                    image.release()));
            DeclaredGlobals.find(name)
                    .ifPresent(global -> lines.add("  %s, declared in %s".formatted(global.type(), global.source())));
            if (image.btf().perCpu(name).isPresent()) {
                lines.add("  a per-CPU variable: perCpu(\"%s\", path, cpu)".formatted(name));
            }
            List<Symbol> all = image.symbols().all(name);
            if (all.size() > 1) {
                lines.add(String.format(
                        Locale.ROOT, "  %d symbols have this name; the lowest address is meant", all.size()));
            }
            return lines;
        });
    }
}
