package org.schedlab.guest.scheduler;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldPath;

/// The variables of one scheduler object, typed by the object's own BTF: of an object of the host, with the
/// values that it has there, or of one that the kernel has loaded, [#loaded]. Immutable.
///
/// What begins with `schedlab_` is schedlab's own and is left out.
public final class KnobSet {
    private static final Map<String, Knob.Kind> SECTIONS =
            Map.of(".rodata", Knob.Kind.CONSTANT, ".data", Knob.Kind.VARIABLE, ".bss", Knob.Kind.VARIABLE);
    private static final String OPS_SECTION = ".struct_ops";
    private static final List<String> OPS_MEMBERS = List.of("timeout_ms", "flags", "exit_dump_len");
    private static final int SHOWN_BYTES = 64;
    private static final String OWN_PREFIX = "schedlab_";
    private static final String KERNEL_PREFIX = "__SCX_";

    private final String scheduler;
    private final Optional<BpfElf> elf;
    private final Btf btf;
    private final List<Root> roots;

    private record Root(String name, Knob.Kind kind, BpfElf.Symbol symbol, int typeId) {}

    KnobSet(String scheduler, BpfElf elf) {
        this(scheduler, Btf.of(MemorySegment.ofArray(elf.contents(".BTF"))), Optional.of(elf));
    }

    /// The same variables of an object that differs by their values only. They are not looked for again: that takes
    /// longer than all else that is done to set one.
    KnobSet of(BpfElf other) {
        return new KnobSet(this, other);
    }

    private KnobSet(KnobSet same, BpfElf other) {
        this.scheduler = same.scheduler;
        this.elf = Optional.of(other);
        this.btf = same.btf;
        this.roots = same.roots;
    }

    /// Those of an object that the kernel has loaded. They have no initial values, and members of its
    /// `struct sched_ext_ops` are not among them.
    ///
    /// @param scheduler its name, for messages
    /// @param btf the object's types as the kernel was given them, with the places of variables
    public static KnobSet loaded(String scheduler, Btf btf) {
        return new KnobSet(scheduler, btf, Optional.empty());
    }

    private KnobSet(String scheduler, Btf btf, Optional<BpfElf> elf) {
        this.scheduler = scheduler;
        this.elf = elf;
        this.btf = btf;
        this.roots = new ArrayList<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.DataSection section) {
                kindOf(section.name()).ifPresent(kind -> addVariables(section, kind));
            }
        }
        roots.sort((one, other) -> one.name().compareTo(other.name()));
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.DataSection section
                    && section.name().startsWith(OPS_SECTION)) {
                addOpsMembers(section);
            }
        }
    }

    /// Sections such as `.data.counters` are of their first word's kind.
    private static Optional<Knob.Kind> kindOf(String section) {
        int dot = section.indexOf('.', 1);
        return Optional.ofNullable(SECTIONS.get(dot < 0 ? section : section.substring(0, dot)));
    }

    private void addVariables(BtfType.DataSection section, Knob.Kind kind) {
        for (BtfType.SectionVariable each : section.variables()) {
            BtfType.Variable variable = (BtfType.Variable) btf.type(each.typeId());
            boolean shown = !variable.name().contains(".") && !variable.name().startsWith(OWN_PREFIX);
            place(section, each, variable)
                    .filter(_ -> shown)
                    .ifPresent(symbol -> roots.add(new Root(variable.name(), kind, symbol, variable.typeId())));
        }
    }

    /// A compiler leaves places to the symbols of its object; libbpf puts them into the types for the kernel.
    private Optional<BpfElf.Symbol> place(
            BtfType.DataSection section, BtfType.SectionVariable each, BtfType.Variable variable) {
        return elf.isPresent()
                ? elf.get().symbol(variable.name())
                : Optional.of(new BpfElf.Symbol(
                        variable.name(),
                        new BpfElf.Section(section.name(), -1, section.size()),
                        each.offset(),
                        each.size()));
    }

    private void addOpsMembers(BtfType.DataSection section) {
        for (BtfType.SectionVariable each : section.variables()) {
            BtfType.Variable ops = (BtfType.Variable) btf.type(each.typeId());
            for (String member : OPS_MEMBERS) {
                boolean taken = roots.stream().anyMatch(root -> root.name().equals(member));
                if (!taken
                        && btf.members(ops.typeId()).stream()
                                .anyMatch(view -> view.name().equals(member))) {
                    elf.flatMap(object -> object.symbol(ops.name()))
                            .ifPresent(symbol -> roots.add(opsMember(member, symbol, btf.path(ops.typeId(), member))));
                }
            }
        }
    }

    private static Root opsMember(String member, BpfElf.Symbol ops, FieldPath path) {
        BpfElf.Symbol place = new BpfElf.Symbol(
                member, ops.section(), ops.offset() + path.offset(), path.type().byteSize());
        return new Root(member, Knob.Kind.OPS_MEMBER, place, path.type().typeId());
    }

    /// All of them, whole: variables by name, then members of the scheduler's `struct sched_ext_ops`. Those that only
    /// repeat constants of the kernel, [#kernelConstants()], are left out.
    public List<Knob> all() {
        return roots.stream()
                .filter(root -> !root.name().startsWith(KERNEL_PREFIX))
                .map(root -> knob(root, ""))
                .toList();
    }

    /// Those that hold the value of one of the kernel's enumerators for the program, as `__SCX_SLICE_DFL` does in
    /// schedulers made with the scx project's headers.
    public List<Knob> kernelConstants() {
        return roots.stream()
                .filter(root -> root.name().startsWith(KERNEL_PREFIX) && root.kind() == Knob.Kind.CONSTANT)
                .map(root -> knob(root, ""))
                .toList();
    }

    /// A variable, or a part of one.
    ///
    /// @param path a variable's name, with the path of a member or element behind it: `turns[1].now`
    public Optional<Knob> find(String path) {
        String name = path.split("[.\\[-]", 2)[0];
        String rest = path.substring(name.length());
        return roots.stream()
                .filter(root -> root.name().equals(name))
                .findFirst()
                .map(root -> knob(root, rest.startsWith(".") ? rest.substring(1) : rest));
    }

    /// The type of a whole variable, for its members.
    public Optional<KnobType> typeOf(String variable) {
        return roots.stream()
                .filter(root -> root.name().equals(variable))
                .findFirst()
                .map(root -> new KnobType(btf, root.typeId()));
    }

    /// A variable, or a part of one.
    ///
    /// @param path as in [#find(String)]
    /// @throws LabException if the scheduler has none of that name, with the nearest and all there are
    public Knob require(String path) {
        return find(path).orElseThrow(() -> unknown(path));
    }

    private Knob knob(Root root, String rest) {
        FieldPath path = btf.path(root.typeId(), rest);
        if (path.byteOffsets().size() > 1) {
            throw LabException.asked("'%s%s' leads out of the scheduler's variables".formatted(root.name(), rest))
                    .found("it follows a pointer")
                    .remedy("name a member or an element of the variable itself")
                    .exception();
        }
        String between = rest.isEmpty() || rest.startsWith("[") ? "" : ".";
        return new Knob(
                root.name() + between + rest,
                ValueText.typeName(btf, path.type().typeId()),
                root.kind(),
                root.symbol().section().name(),
                root.symbol().offset() + path.offset(),
                path.type());
    }

    private UnknownNameException unknown(String path) {
        List<String> names = roots.stream().map(Root::name).toList();
        String all = all().stream().map(this::line).collect(Collectors.joining("\n    ", "\n    ", ""));
        return UnknownNameException.among(
                "the scheduler %s has no knob '%s'".formatted(scheduler, path),
                path,
                names,
                names.isEmpty()
                        ? "give it a global variable: const volatile u64 %s = 1;".formatted(path)
                        : "set one of its knobs:" + all);
    }

    private String line(Knob knob) {
        String declared = "%s %s".formatted(knob.type(), knob.name());
        return elf.isEmpty() || knob.fieldType().byteSize() > SHOWN_BYTES ? declared : declared + " = " + text(knob);
    }

    /// The value that stands in the object, as text.
    ///
    /// @throws java.util.NoSuchElementException for an object that the kernel has loaded
    public String text(Knob knob) {
        return text(knob, initial(knob));
    }

    /// A value of that knob's type, as text.
    ///
    /// @param bytes as many as the knob has
    public String text(Knob knob, byte[] bytes) {
        return ValueText.of(btf, knob.fieldType(), bytes);
    }

    private byte[] initial(Knob knob) {
        return elf.orElseThrow()
                .bytes(sectionOf(knob), knob.offset(), knob.fieldType().byteSize());
    }

    private BpfElf.Section sectionOf(Knob knob) {
        return roots.stream()
                .map(root -> root.symbol().section())
                .filter(section -> section.name().equals(knob.section()))
                .findFirst()
                .orElseThrow();
    }

    /// The object with another value in a knob.
    ///
    /// @param value a number, a boolean, text, or a list of these for the first elements of an array
    /// @throws LabException naming the knob's type and range, if it does not fit
    byte[] with(Knob knob, Object value) {
        BpfElf.Section section = sectionOf(knob);
        if (!section.hasBytes()) {
            throw LabException.asked(
                            "the knob %s cannot be set before the scheduler is attached".formatted(knob.name()))
                    .found("its object has no room for it, because it is zero")
                    .remedy("compile the scheduler with clang's -fno-zero-initialized-in-bss")
                    .exception();
        }
        return elf.orElseThrow().with(section, knob.offset(), KnobValue.encode(btf, knob, value, initial(knob)));
    }

    /// Where a variable of the object stands that schedlab keeps there for itself, such as
    /// `schedlab_exit`; empty if it has none.
    public Optional<Place> own(String variable) {
        return elf.flatMap(object -> object.symbol(variable))
                .map(symbol -> new Place(symbol.section().name(), symbol.offset(), symbol.size()));
    }

    /// A place in a section.
    ///
    /// @param section such as `.bss`
    /// @param offset of its first byte there
    /// @param bytes how many it has
    public record Place(String section, long offset, long bytes) {}

    /// The types of a map's keys and values, if it is declared with `__type(key, …)` and
    /// `__type(value, …)`.
    public Optional<MapTypes> mapTypes(String map) {
        return mapVariable(map).flatMap(this::types);
    }

    /// The names of the maps that the C text declares.
    public List<String> mapNames() {
        return mapVariables().map(BtfType.Variable::name).toList();
    }

    private Optional<BtfType.Variable> mapVariable(String map) {
        return mapVariables().filter(variable -> variable.name().equals(map)).findFirst();
    }

    private Stream<BtfType.Variable> mapVariables() {
        return mapVariables(btf);
    }

    /// The variables that declare maps in the types of an object.
    static Stream<BtfType.Variable> mapVariables(Btf btf) {
        Stream<BtfType.Variable> variables = Stream.empty();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.DataSection section
                    && section.name().equals(".maps")) {
                variables = section.variables().stream().map(each -> (BtfType.Variable) btf.type(each.typeId()));
            }
        }
        return variables;
    }

    private Optional<MapTypes> types(BtfType.Variable variable) {
        Optional<Integer> key = pointedTo(variable, "key");
        Optional<Integer> value = pointedTo(variable, "value");
        return key.isPresent() && value.isPresent()
                ? Optional.of(new MapTypes(btf, key.get(), value.get()))
                : Optional.empty();
    }

    private Optional<Integer> pointedTo(BtfType.Variable variable, String member) {
        return btf.members(variable.typeId()).stream()
                .filter(view -> view.name().equals(member))
                .findFirst()
                .flatMap(view -> btf.strip(view.typeId()) instanceof BtfType.Pointer pointer
                        ? Optional.of(pointer.typeId())
                        : Optional.empty());
    }

    /// The type of a variable among the types of its scheduler.
    public record KnobType(Btf btf, int typeId) {}

    /// What a map holds.
    public record MapTypes(Btf btf, int keyTypeId, int valueTypeId) {}
}
