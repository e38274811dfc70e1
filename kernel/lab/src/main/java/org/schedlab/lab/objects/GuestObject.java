package org.schedlab.lab.objects;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.freeze.TypedAddress;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;

/// An object of the guest's kernel: a type and an address. What it holds is read when it is asked for or
/// shown, out of the machine as it stands then, without the guest's help; it is written with `writeCold`.
///
/// ```java
/// object(symbol("init_task")).at("mm->owner")
/// object(worker).list("children", "struct task_struct", "sibling").table("pid", "comm", "se.vruntime")
/// ```
///
/// Immutable; may be shared between threads.
public final class GuestObject {
    private static final int MOST_PARTS = 4_000;
    private static final int TEXT_DEPTH = 2;
    private static final int TREE_DEPTH = 4;

    private final SessionMachine session;
    private final String path;
    private final FieldType type;
    private final long address;

    private GuestObject(SessionMachine session, String path, KernelObject found) {
        this.session = session;
        this.path = path.isEmpty() ? String.format(Locale.ROOT, "%#x", found.address()) : path;
        this.type = found.type();
        this.address = found.address();
    }

    /// What is found in the memory of a session's machine.
    ///
    /// @param path what it is called here, for captions
    /// @param find finds it
    /// @throws LabException what `find` throws
    public static GuestObject of(SessionMachine session, String path, Function<KernelMemory, KernelObject> find) {
        return session.inTurn(guest -> new GuestObject(session, path, find.apply(guest.memory())));
    }

    private <T> T read(Function<KernelObject, T> question) {
        return session.inTurn(guest -> question.apply(KernelObject.at(guest.memory(), type, address)));
    }

    private GuestObject found(String name, Function<KernelObject, KernelObject> find) {
        return read(object -> new GuestObject(session, name, find.apply(object)));
    }

    /// What a path leads to: members, elements and pointers, such as `mm->owner`, `scx.dsq->id`,
    /// `tasks.next`. From a pointer `at("comm")` is the same as `at("->comm")`.
    ///
    /// @throws org.schedlab.vm.UnknownNameException a member does not exist; with the nearest names
    /// @throws LabException a pointer on the way is NULL or leads nowhere, or the types do not allow the path
    public GuestObject at(String members) {
        boolean hop = type.kind() == FieldType.Kind.POINTER;
        String below = hop && !members.startsWith("->") && !members.startsWith("[") ? "->" + members : members;
        String joined = below.startsWith("->") || below.startsWith("[") ? path + below : path + "." + below;
        return found(joined, object -> object.member(below));
    }

    /// What a pointer leads to.
    ///
    /// @throws LabException it is NULL, or no pointer to anything that has a type
    public GuestObject dereference() {
        return found("*" + path, KernelObject::dereference);
    }

    /// The same bytes taken for another type; of a pointer, what it leads to.
    ///
    /// @param typeName in C, such as `struct rq`
    /// @throws org.schedlab.vm.UnknownNameException this kernel has no such type
    public GuestObject as(String typeName) {
        String name = "(" + typeName + ")" + path;
        return type.kind() == FieldType.Kind.POINTER
                ? found(name, object -> object.dereference(typeName))
                : found(name, object -> object.cast(typeName));
    }

    /// The object that has this one as a member: `container_of()`.
    ///
    /// @param outer its type in C
    /// @param member path of this object in it, without pointers
    /// @throws LabException the member has another type than this object
    public GuestObject containerOf(String outer, String member) {
        String name = "container_of(" + path + ", " + outer + ", " + member + ")";
        return found(name, object -> object.containerOf(outer, member));
    }

    /// All entries of a list or tree whose head this is, in order: `list_head`, `hlist_head`,
    /// `llist_head`, `rb_root` and the like.
    ///
    /// @param entryType in C, such as `struct task_struct`
    /// @param link by which member the entries are linked, such as `tasks`
    /// @throws LabException it is no head of such entries, or the list is broken: where
    public GuestObjects list(String entryType, String link) {
        return objects(object -> object.entries(entryType, link));
    }

    /// The same of the list whose head a path leads to.
    ///
    /// @throws LabException as [#at] and [#list(String, String)]
    public GuestObjects list(String head, String entryType, String link) {
        return at(head).list(entryType, link);
    }

    /// All elements of an array.
    ///
    /// @throws LabException it is no array, or its length is not known
    public GuestObjects elements() {
        return objects(KernelObject::elements);
    }

    /// What a `__percpu` pointer names, on each CPU.
    ///
    /// @throws LabException it is not a pointer, or NULL
    public GuestObjects onEachCpu() {
        return objects(object -> object.perCpu().onEachCpu());
    }

    private GuestObjects objects(Function<KernelObject, List<KernelObject>> question) {
        List<GuestObject> found = read(object -> question.apply(object).stream()
                .map(each -> new GuestObject(session, "", each))
                .toList());
        return new GuestObjects(path, found, session.instant().caption());
    }

    /// Its type in C.
    public String type() {
        return type.declaration();
    }

    /// The number of its type in the kernel's BTF.
    public int typeId() {
        return type.typeId();
    }

    /// The virtual address of its first byte.
    public long address() {
        return address;
    }

    /// What it was reached by: its address, if by nothing that has a name.
    public String path() {
        return path;
    }

    /// A number: also of characters, booleans, enums, bit fields and pointers.
    ///
    /// @throws LabException it is none, or cannot be read
    public long number() {
        return read(KernelObject::number);
    }

    /// Characters up to a zero: of an array, or those that a pointer leads to.
    ///
    /// @throws LabException it is no text
    public String text() {
        return read(KernelObject::text);
    }

    /// It as a table shows it: a number, a name, text without quotes, a struct as `{ … }`.
    public String value() {
        return read(object -> {
            String value = new ObjectReader(session.guest().memory(), 1)
                    .read("", object, 0)
                    .value();
            boolean text = type.kind() == FieldType.Kind.ARRAY && value.startsWith("\"");
            return text ? value.substring(1, value.length() - 1) : value;
        });
    }

    /// It as a field for cold operations and series: `every(ms(1), 200, rq.at("nr_running").field())`. Its
    /// address is that of now: pointers on the way to it are not followed again.
    public TypedAddress field() {
        return field(path);
    }

    /// The same under a name of one's own, such as `tasks in the DSQ`.
    public TypedAddress field(String name) {
        return new TypedAddress(name, address, type, "");
    }

    /// It with all that is in it, as it is now. Pointers are told and not followed.
    public ObjectNode tree() {
        return tree(TREE_DEPTH);
    }

    private ObjectNode tree(int depth) {
        return read(object -> new ObjectReader(session.guest().memory(), MOST_PARTS).read("", object, depth));
    }

    /// What stands above it when it is shown: what it is, where, and when it was read.
    public String caption() {
        return String.format(
                Locale.ROOT,
                "%s %s at %#x, %s",
                type.declaration(),
                path,
                address,
                session.instant().caption());
    }

    /// As aligned C: a line for each member, nested structs in braces, pointers to symbols and enums with
    /// their names.
    public String c() {
        return CText.of(tree(TEXT_DEPTH), type.declaration() + " " + path);
    }

    /// As [#c()].
    @Override
    public String toString() {
        return c();
    }
}
