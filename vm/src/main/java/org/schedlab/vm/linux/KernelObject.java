package org.schedlab.vm.linux;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.FieldValue;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.UnmappedAddressException;

/// An object of the guest's kernel: a type, an address, and the memory it lies in. What it holds is
/// read when it is asked for, so only a guest that stands still gives values of one instant.
///
/// ```java
/// KernelObject task = KernelObject.global(memory, "init_task");
/// long prio = task.member("prio").number();
/// for (KernelObject each : task.member("tasks").entries("struct task_struct", "tasks")) {
///     names.add(each.member("comm").text());
/// }
/// ```
///
/// Every read throws a [LabException] that says what cannot be read and why. Immutable; used by one
/// thread at a time, as its memory. The model is drgn's Object, without values of its own.
public final class KernelObject {
    private static final int LONGEST_TEXT = 4096;
    private static final String CPU_MASK = "struct cpumask";

    private final KernelMemory memory;
    private final FieldType type;
    private final long address;

    KernelObject(KernelMemory memory, FieldType type, long address) {
        this.memory = memory;
        this.type = type;
        this.address = address;
    }

    /// What lies at an address.
    ///
    /// @param type its name in C, such as `struct task_struct`
    /// @param address virtual
    /// @throws UnknownNameException if this kernel has no such type
    public static KernelObject at(KernelMemory memory, String type, long address) {
        return new KernelObject(memory, memory.type(type), address);
    }

    /// What lies at an address, of a type that was looked up before.
    ///
    /// @param type of this kernel's BTF
    /// @param address virtual
    public static KernelObject at(KernelMemory memory, FieldType type, long address) {
        return new KernelObject(memory, type, address);
    }

    /// A global, whose type has to be told because BTF has none of it.
    ///
    /// @param symbol its name
    /// @throws UnknownNameException if this kernel has no such symbol or type
    public static KernelObject global(KernelMemory memory, String symbol, String type) {
        return at(memory, type, memory.symbolAddress(symbol));
    }

    /// A global that [DeclaredGlobals] lists with its type.
    ///
    /// @throws UnknownNameException if it lists none of this name, with the nearest names
    public static KernelObject global(KernelMemory memory, String symbol) {
        return DeclaredGlobals.find(symbol)
                .map(global -> global(memory, symbol, global.type()))
                .orElseThrow(() -> UnknownNameException.among(
                        "no type is known of a global '%s'".formatted(symbol),
                        symbol,
                        DeclaredGlobals.all().stream()
                                .map(DeclaredGlobals.DeclaredGlobal::name)
                                .toList(),
                        "say its type: global(memory, \"%s\", \"struct ...\")".formatted(symbol)));
    }

    /// The type, and which bits of its bytes it is.
    public FieldType type() {
        return type;
    }

    /// The virtual address of its first byte.
    public long address() {
        return address;
    }

    /// The type's name in C, behind typedefs and qualifiers: `struct list_head`.
    String typeName() {
        return memory.typeName(type.typeId());
    }

    Btf btf() {
        return memory.image().btf();
    }

    /// What a path leads to: members, elements and pointers, as `scx.dsq->id`, `tasks[2].first`,
    /// `->pid` below a pointer.
    ///
    /// @throws UnknownNameException if a member does not exist, with the nearest names
    /// @throws org.schedlab.vm.btf.PathException if the types do not allow the path
    /// @throws org.schedlab.vm.memory.NullPointerHopException if a pointer on the way is NULL
    public KernelObject member(String path) {
        return member(memory.reader(type.typeId(), path));
    }

    /// What a field that was looked up before leads to.
    ///
    /// @param field of a path below this object's type
    public KernelObject member(FieldReader field) {
        try {
            return new KernelObject(memory, field.path().type(), field.address(address));
        } catch (UnmappedAddressException unmapped) {
            throw ObjectErrors.strayPath(this, field.path(), unmapped);
        }
    }

    /// One element of an array, or of the array that a pointer leads to.
    ///
    /// @throws LabException if it has not that many elements, or is neither
    public KernelObject element(long index) {
        return switch (btf().strip(type.typeId())) {
            case BtfType.Array array
            when index >= 0 && (array.count() == 0 || index < array.count()) ->
                nth(array.elementTypeId(), address, index);
            case BtfType.Array array -> throw ObjectErrors.noElement(this, index, array.count());
            case BtfType.Pointer pointer -> nth(pointer.typeId(), target(), index);
            case BtfType _ -> throw ObjectErrors.notA(this, "an array", "leave out the index, or name an array in it");
        };
    }

    private KernelObject nth(int elementType, long first, long index) {
        FieldType element = memory.type(elementType);
        return new KernelObject(memory, element, first + index * element.byteSize());
    }

    /// How many elements the type gives an array.
    ///
    /// @throws LabException if it is not an array, or one whose length the type leaves open
    public int length() {
        if (type.kind() != Kind.ARRAY) {
            throw ObjectErrors.notA(this, "an array", "read it as what it is");
        }
        if (type.elementCount() == 0) {
            throw ObjectErrors.openLength(this);
        }
        return (int) type.elementCount();
    }

    /// All elements of an array.
    ///
    /// @throws LabException as [#length()]
    public List<KernelObject> elements() {
        return LongStream.range(0, length()).mapToObj(this::element).toList();
    }

    /// Whether it is a pointer that is NULL.
    public boolean isNull() {
        return pointer() == 0;
    }

    /// What a pointer leads to.
    ///
    /// @throws LabException if it is NULL, no pointer, or one to nothing that has a type
    public KernelObject dereference() {
        int pointee = pointeeType();
        if (btf().sizeOf(pointee) > 0 || btf().strip(pointee) instanceof BtfType.Composite) {
            return new KernelObject(memory, memory.type(pointee), target());
        }
        throw ObjectErrors.untypedTarget(this);
    }

    /// What a pointer leads to, taken for another type than it declares: for `void *`.
    ///
    /// @param pointee its name in C
    public KernelObject dereference(String pointee) {
        return at(memory, pointee, target());
    }

    private long target() {
        long target = pointer();
        if (target == 0) {
            throw ObjectErrors.nullPointer(this);
        }
        return target;
    }

    /// The type that a pointer leads to, as it is declared.
    int pointeeType() {
        if (btf().strip(type.typeId()) instanceof BtfType.Pointer pointer) {
            return pointer.typeId();
        }
        throw ObjectErrors.notA(this, "a pointer", "use it as it is, or name a pointer in it");
    }

    /// The object that has this one as a member (`container_of`).
    ///
    /// @param outer its type's name in C
    /// @param member path of this object in it, without pointers
    /// @throws LabException if the member has another type than this object
    public KernelObject containerOf(String outer, String member) {
        FieldReader field = memory.reader(outer, member);
        String found = memory.typeName(field.path().type().typeId());
        if (!found.equals(typeName())) {
            throw ObjectErrors.otherMember(this, field.path(), found);
        }
        return at(memory, outer, address - field.path().offset());
    }

    /// The same bytes, taken for another type.
    ///
    /// @param name in C
    public KernelObject cast(String name) {
        return at(memory, name, address);
    }

    /// What a `__percpu` pointer names on each CPU.
    public PerCpu perCpu() {
        KernelObject template = dereference();
        return new PerCpu(memory, toString(), template.type, template.address);
    }

    /// A number, by its type: sign-extended if it is signed, else zero-extended (the 64 bits of an
    /// unsigned one). Also characters, booleans, enums, pointers, bit fields.
    ///
    /// @throws LabException if it is not a number, or cannot be read
    public long number() {
        if (!FieldReader.isNumber(type)) {
            throw ObjectErrors.notA(this, "a number", "name one of its parts");
        }
        try {
            return memory.number(address, type).value();
        } catch (UnmappedAddressException unmapped) {
            throw ObjectErrors.unreadable(this, unmapped);
        }
    }

    /// Whether it is not 0, as in a condition of C.
    public boolean isTrue() {
        return number() != 0;
    }

    /// What a pointer holds: a virtual address, or 0.
    ///
    /// @throws LabException if it is not a pointer
    public long pointer() {
        if (type.kind() != Kind.POINTER) {
            throw ObjectErrors.notA(this, "a pointer", "use it as it is, or name a pointer in it");
        }
        return number();
    }

    /// The name of an enum's value; empty if it is none of those that have one.
    ///
    /// @throws LabException if it is no enum
    public Optional<String> enumName() {
        if (type.kind() != Kind.ENUM) {
            throw ObjectErrors.notA(this, "an enum", "read it as a number()");
        }
        long value = number();
        return type.enumNames().entrySet().stream()
                .filter(each -> each.getValue() == value)
                .map(each -> each.getKey())
                .findFirst();
    }

    /// Characters up to a zero: of an array, or those a pointer leads to, up to 4096.
    ///
    /// @throws LabException if it is not text, or a pointer that is NULL
    public String text() {
        return text(LONGEST_TEXT);
    }

    /// Characters up to a zero; a longer text is cut.
    ///
    /// @param limit most characters
    public String text(int limit) {
        boolean array = btf().strip(type.typeId()) instanceof BtfType.Array of && isByte(of.elementTypeId());
        if (!array && !(type.kind() == Kind.POINTER && isByte(pointeeType()))) {
            throw ObjectErrors.notA(this, "text", "name an array of characters or a pointer to some");
        }
        try {
            return array
                    ? memory.space().readText(address, Math.min(limit, type.byteSize()))
                    : memory.space().readText(target(), limit);
        } catch (UnmappedAddressException unmapped) {
            throw ObjectErrors.unreadable(this, unmapped);
        }
    }

    private boolean isByte(int typeId) {
        return btf().strip(typeId) instanceof BtfType.Int number && number.size() == 1;
    }

    /// A number or bytes, whichever it is, with its type.
    public FieldValue value() {
        try {
            return FieldReader.isNumber(type)
                    ? memory.number(address, type)
                    : new FieldValue.Raw(type, address, memory.space().readBytes(address, type.byteSize()));
        } catch (UnmappedAddressException unmapped) {
            throw ObjectErrors.unreadable(this, unmapped);
        }
    }

    /// All entries of a list or tree whose head this is, in order; of a NULL-terminated list, this is
    /// the pointer to the first. See [Links].
    ///
    /// @param entryType in C, such as `struct task_struct`
    /// @param link by which member the entries are linked, such as `tasks`
    /// @throws BrokenStructureException if it does not end, or leads to memory that is none
    /// @throws LabException if this is no head of such entries
    public List<KernelObject> entries(String entryType, String link) {
        Links links = Links.of(memory, entryType, link);
        FieldType entry = memory.type(entryType);
        return Arrays.stream(links.addresses(links.head(this)))
                .mapToObj(found -> new KernelObject(memory, entry, found))
                .toList();
    }

    /// The CPUs of a `struct cpumask`, also behind a pointer or in a `cpumask_var_t`. Bits that belong
    /// to no possible CPU are left out, as the kernel does.
    ///
    /// @throws LabException if it is no mask
    public BitSet cpus() {
        KernelObject mask = switch (type.kind()) {
            case POINTER -> dereference();
            case ARRAY -> element(0);
            default -> this;
        };
        if (!mask.typeName().equals(CPU_MASK)) {
            throw ObjectErrors.notA(this, "a CPU mask", "name a %s or a cpumask_var_t".formatted(CPU_MASK));
        }
        // the kernel may have allocated no more words than its CPUs need (cpumask_size())
        long[] words = new long[Math.ceilDiv(memory.cpuCount(), Long.SIZE)];
        KernelObject bits = mask.member("bits");
        Arrays.setAll(words, word -> bits.element(word).number());
        BitSet cpus = BitSet.valueOf(words);
        cpus.clear(memory.cpuCount(), Math.max(cpus.length(), memory.cpuCount()));
        return cpus;
    }

    /// Type and address, for errors: `struct rq at 0xffff…`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at %#x", type.declaration(), address);
    }
}
