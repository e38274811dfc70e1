package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.internal.NearestNames;

/// The types of one kernel (BTF, Documentation/bpf/btf.rst). Immutable, thread-safe; nothing to close.
/// Types and names are decoded when asked for.
public final class Btf {
    private static final int SUGGESTIONS = 5;

    private final TypeDecoder types;
    private final CText text;
    private final FieldTypes fields;
    private final NamedTypes named;
    private final SortedNames functions;
    private final int count;
    private final MemorySegment perCpu;

    /// @param data all of BTF from its header on
    /// @param index made of the same bytes
    public Btf(MemorySegment data, BtfIndex index) {
        BtfReader reader = new BtfReader(data, index.typeStarts());
        this.types = new TypeDecoder(reader);
        this.text = new CText(types);
        this.fields = new FieldTypes(types, text);
        this.named = new NamedTypes(reader, index.namedTypes());
        this.functions = new SortedNames(reader, index.functions());
        this.count = reader.count();
        this.perCpu = index.perCpuVariables();
    }

    /// Checks BTF and makes its index in memory.
    ///
    /// @param data all of BTF from its header on, as in the section `.BTF`; has to live as long as
    ///     this object
    /// @throws BtfException if it is cut off or contradicts itself
    public static Btf of(MemorySegment data) {
        return new Btf(data, BtfIndex.build(data));
    }

    /// The number of types with `void`; ids are from 0 to below it.
    public int typeCount() {
        return count;
    }

    /// One type, with its members or values.
    ///
    /// @throws IndexOutOfBoundsException if there is no such id
    public BtfType type(int id) {
        return types.decode(Objects.checkIndex(id, count));
    }

    /// The functions of this name, static ones too, as far as the kernel's types tell of them; ids ascending.
    public List<BtfType.Function> functions(String name) {
        List<BtfType.Function> found = new ArrayList<>();
        for (int rank = functions.firstRank(name); functions.isNamed(rank, name); rank++) {
            found.add((BtfType.Function) types.decode(functions.id(rank)));
        }
        return found;
    }

    /// The functions that carry a tag (DECL_TAG), such as `bpf_kfunc`; by the ids of their tags.
    public List<BtfType.Function> taggedFunctions(String tag) {
        return IntStream.range(1, count)
                .filter(types::isDeclarationTag)
                .mapToObj(id -> (BtfType.DeclarationTag) types.decode(id))
                .filter(each -> each.name().equals(tag) && each.component() < 0)
                .map(each -> types.decode(each.typeId()))
                .filter(BtfType.Function.class::isInstance)
                .map(BtfType.Function.class::cast)
                .toList();
    }

    /// The id of a type by its C name: `struct rq`, `union x`, `enum y`, or a name alone, which is
    /// looked up among structs, unions, enums, typedefs, integers and floats in this order. Of
    /// several definitions of one name (drivers have such) the first is meant.
    public Optional<Integer> find(String cName) {
        OptionalInt found = named.find(cName);
        return found.isPresent() ? Optional.of(found.getAsInt()) : Optional.empty();
    }

    /// The id of a type by its C name, as [#find(String)].
    ///
    /// @throws UnknownNameException with the nearest names if this kernel has none
    public int require(String cName) {
        return find(cName)
                .orElseThrow(() -> new UnknownNameException(
                        "this kernel has no type '%s'".formatted(cName),
                        cName,
                        nearestTypes(cName, SUGGESTIONS),
                        "write a struct, union, enum or typedef of this kernel, for example 'struct task_struct'"));
    }

    /// The ids of all enums, with a name or without, ascending.
    public List<Integer> enums() {
        return IntStream.range(1, count).filter(types::isEnum).boxed().toList();
    }

    /// C names of types that begin with `prefix` (itself without `struct`), alphabetical.
    public List<String> typesStartingWith(String prefix, int limit) {
        return named.startingWith(prefix, limit);
    }

    /// C names of types near to one that was mistyped, best first.
    public List<String> nearestTypes(String cName, int limit) {
        return named.nearest(cName, limit);
    }

    /// Bytes of a type, as `sizeof`; 0 for types that have no size.
    public long sizeOf(int typeId) {
        return fields.sizeOf(Objects.checkIndex(typeId, count));
    }

    /// The per-CPU variable of this name.
    public Optional<PerCpuVariable> perCpu(String name) {
        int low = 0;
        int high = perCpuCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            PerCpuVariable variable = perCpuAt(middle);
            int order = variable.name().compareTo(name);
            if (order == 0) {
                return Optional.of(variable);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Optional.empty();
    }

    /// The per-CPU variable of this name.
    ///
    /// @throws UnknownNameException with the nearest names if this kernel has none with a type
    public PerCpuVariable requirePerCpu(String name) {
        return perCpu(name)
                .orElseThrow(() -> new UnknownNameException(
                        "this kernel has no per-CPU variable '%s' with a type".formatted(name),
                        name,
                        NearestNames.of(
                                name,
                                perCpuVariables().stream()
                                        .map(PerCpuVariable::name)
                                        .toList(),
                                SUGGESTIONS),
                        String.format(
                                Locale.ROOT,
                                "write one of its %d per-CPU variables, for example 'runqueues'",
                                perCpuCount())));
    }

    /// All per-CPU variables with a type, by name.
    public List<PerCpuVariable> perCpuVariables() {
        List<PerCpuVariable> variables = new ArrayList<>(perCpuCount());
        for (int rank = 0; rank < perCpuCount(); rank++) {
            variables.add(perCpuAt(rank));
        }
        return variables;
    }

    /// The definition of a type in C with its members, ending with a semicolon. Offsets and padding
    /// are not shown.
    public String declaration(int typeId) {
        return text.definition(Objects.checkIndex(typeId, count));
    }

    /// The name of a type in C, for example `struct list_head *` or `char[16]`.
    public String cName(int typeId) {
        return text.name(Objects.checkIndex(typeId, count));
    }

    /// The type behind typedefs, `const`, `volatile`, `restrict` and tags.
    public BtfType strip(int typeId) {
        return fields.strip(Objects.checkIndex(typeId, count));
    }

    /// How to read a value of this type, for example an element of an array.
    ///
    /// @throws BtfException if it is of no readable kind (`void`, a function, a type only declared)
    public FieldType fieldType(int typeId) {
        return fields.field(Objects.checkIndex(typeId, count));
    }

    /// What a path may name in a struct or union (also behind a typedef or one pointer), in the order
    /// of declaration; empty for other types.
    public List<MemberView> members(int typeId) {
        BtfType type = strip(typeId);
        if (type instanceof BtfType.Pointer pointer) {
            type = strip(pointer.typeId());
        }
        List<MemberView> members = new ArrayList<>();
        if (type instanceof BtfType.Composite composite) {
            new MemberList(fields, text).collect(composite, 0, members::add);
        }
        return members;
    }

    /// Whether this kernel has a type with a member of this name, of its own or of an anonymous part of it: kernels
    /// differ in what they keep.
    ///
    /// @param cName as [#find(String)]
    public boolean hasMember(String cName, String member) {
        return find(cName).stream()
                .flatMap(type -> members(type).stream())
                .anyMatch(each -> each.name().equals(member));
    }

    /// Resolves a path: members (`scx.dsq_vtime`, through anonymous members too), elements of arrays
    /// (`[3]`, checked against the declared number where there is one), pointers followed by `->` or
    /// `[i]`. An empty path is the whole root. Of several paths with `|` between them the first counts
    /// whose members all exist: a field may have other names in other kernels.
    ///
    /// @throws UnknownNameException if a member does not exist, with the nearest names
    /// @throws PathException if the path is written wrongly or asks for what the types do not allow
    public FieldPath path(int rootTypeId, String path) {
        int root = Objects.checkIndex(rootTypeId, count);
        int end = path.indexOf('|');
        if (end < 0) {
            return new PathResolver(fields, text, root, path).resolve();
        }
        try {
            return new PathResolver(fields, text, root, path.substring(0, end).strip()).resolve();
        } catch (UnknownNameException anotherKernelsName) {
            return path(root, path.substring(end + 1).strip());
        }
    }

    private int perCpuCount() {
        return (int) (perCpu.byteSize() / 8);
    }

    private PerCpuVariable perCpuAt(int rank) {
        int id = perCpu.get(ValueLayout.JAVA_INT_UNALIGNED, 8L * rank);
        long size = Integer.toUnsignedLong(perCpu.get(ValueLayout.JAVA_INT_UNALIGNED, 8L * rank + 4));
        BtfType.Variable variable = (BtfType.Variable) types.decode(id);
        return new PerCpuVariable(variable.name(), variable.typeId(), size);
    }
}
