package org.schedlab.vm.linux;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;
import org.schedlab.vm.memory.KernelMemory;

/// What hangs together by one member of its type, as tasks do by `tasks`, made ready for many walks:
/// `links.each(walk, head, entry -> …)`. The member's own type tells how they hang together.
///
/// | member | head | order |
/// | --- | --- | --- |
/// | `struct list_head` | `struct list_head` | of the list |
/// | `struct hlist_node` | `struct hlist_head` | of the list |
/// | `struct llist_node` | `struct llist_head` | newest first |
/// | `struct rb_node` | `struct rb_root`, `rb_root_cached`, `rb_root_linked` | of the tree |
/// | a pointer | such a pointer | to the last, whose pointer is NULL |
///
/// Holds nothing of the guest's state. As thread-safe as its memory.
///
/// Source: include/linux/types.h, llist.h, rbtree_types.h, Linux 6.16 to 7.3.
public final class Links {
    private static final int FIRST_CAPACITY = 64;

    private final KernelMemory memory;
    private final FieldPath member;
    private final long offset;
    private final Shape shape;
    private final long most;

    private Links(KernelMemory memory, FieldPath member, Shape shape) {
        this.memory = memory;
        this.member = member;
        this.offset = member.offset();
        this.shape = shape;
        this.most = memory.physical().layout().size() / memory.type(member.rootType()).byteSize();
    }

    /// Looks up how entries of a type are linked.
    ///
    /// @param entryType such as `struct task_struct`
    /// @param member by which entries are linked, such as `tasks`
    /// @throws org.schedlab.vm.UnknownNameException if this kernel has no such type or member
    /// @throws LabException if the member links nothing
    public static Links of(KernelMemory memory, String entryType, String member) {
        FieldPath path = memory.path(entryType, member);
        return new Links(memory, path, Shape.of(memory, path));
    }

    /// Hands every entry to `entry`, in order.
    ///
    /// @param walk that counts; one of several lists if they belong together
    /// @param head address of the list's head, of a tree's `struct rb_root`, or of the pointer to the
    ///     first entry
    /// @param entry takes the address of each entry, that is, of a whole one, not of its member
    /// @throws BrokenStructureException if they cannot be followed to their end
    public void each(BoundedWalk walk, long head, LongConsumer entry) {
        LongConsumer link = at -> entry.accept(at - offset);
        switch (shape) {
            case Shape.Circle(long next) -> walk.circle(head, next, link);
            case Shape.Chain(long first, long next, _) -> walk.chain(head + first, next, link);
            case Shape.Pointers() -> walk.chain(head, offset, entry);
            case Shape.Tree(long root, long left, long right) -> walk.tree(head + root, left, right, link);
        }
    }

    /// The addresses of all entries, in order; there are no more than find place in RAM.
    ///
    /// @param head as in [#each]
    public long[] addresses(long head) {
        Addresses found = new Addresses();
        each(walk("%s at the virtual address 0x%s".formatted(this, Long.toHexString(head))), head, found::add);
        return found.toArray();
    }

    /// A walk that takes no more steps than sound ones of this type can.
    BoundedWalk walk(String structure) {
        return new BoundedWalk(memory.space(), structure, 1 + shape.pointersPerEntry() * most);
    }

    /// The address to give as `head` for an object that is one.
    ///
    /// @throws LabException if it is none, naming what would be
    long head(KernelObject object) {
        FieldType type = object.type();
        boolean fits = shape instanceof Shape.Pointers
                ? type.kind() == Kind.POINTER
                        && object.pointeeName().equals(memory.type(member.rootType()).declaration())
                : shape.heads().contains(object.typeName());
        if (!fits) {
            throw LabException.asked("%s cannot begin at a %s".formatted(this, object.typeName()))
                    .found(object.toString())
                    .available(
                            shape instanceof Shape.Pointers
                                    ? member.rootType() + " *"
                                    : String.join(", ", shape.heads()))
                    .remedy("name the member that is the head, not an entry or what is around it")
                    .exception();
        }
        return shape instanceof Shape.Tree && !object.typeName().equals(Shape.ROOT)
                ? object.member("rb_root").address()
                : object.address();
    }

    @Override
    public String toString() {
        return "the %s of %s by '%s'".formatted(shape instanceof Shape.Tree ? "tree" : "list", member.rootType(), member.text());
    }

    /// How entries hang together, with the offsets that the kernel's types give.
    private sealed interface Shape {
        String ROOT = "struct rb_root";

        /// The types of heads, in C.
        List<String> heads();

        default int pointersPerEntry() {
            return 1;
        }

        record Circle(long next) implements Shape {
            @Override
            public List<String> heads() {
                return List.of("struct list_head");
            }
        }

        record Chain(long first, long next, String head) implements Shape {
            @Override
            public List<String> heads() {
                return List.of(head);
            }
        }

        record Pointers() implements Shape {
            @Override
            public List<String> heads() {
                return List.of();
            }
        }

        record Tree(long root, long left, long right) implements Shape {
            @Override
            public List<String> heads() {
                return List.of(ROOT, "struct rb_root_cached", "struct rb_root_linked");
            }

            @Override
            public int pointersPerEntry() {
                return 2;
            }
        }

        static Shape of(KernelMemory memory, FieldPath member) {
            String type = memory.image().btf().cName(
                    memory.image().btf().strip(member.type().typeId()).id());
            return switch (type) {
                case "struct list_head" -> new Circle(offset(memory, type, "next"));
                case "struct hlist_node" ->
                    new Chain(
                            offset(memory, "struct hlist_head", "first"),
                            offset(memory, type, "next"),
                            "struct hlist_head");
                case "struct llist_node" ->
                    new Chain(
                            offset(memory, "struct llist_head", "first"),
                            offset(memory, type, "next"),
                            "struct llist_head");
                case "struct rb_node" ->
                    new Tree(
                            offset(memory, ROOT, "rb_node"),
                            offset(memory, type, "rb_left"),
                            offset(memory, type, "rb_right"));
                default -> {
                    if (member.type().kind() == Kind.POINTER) {
                        yield new Pointers();
                    }
                    throw LabException.asked("'%s' of %s links nothing".formatted(member.text(), member.rootType()))
                            .found(member.type().declaration())
                            .available(
                                    "struct list_head, struct hlist_node, struct llist_node, struct rb_node, a pointer")
                            .remedy("name the member of the entries by which they are linked")
                            .exception();
                }
            };
        }

        private static long offset(KernelMemory memory, String type, String member) {
            return memory.path(type, member).offset();
        }
    }

    /// Addresses as they come.
    private static final class Addresses {
        private long[] found = new long[FIRST_CAPACITY];
        private int count;

        void add(long address) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = address;
        }

        long[] toArray() {
            return Arrays.copyOf(found, count);
        }
    }
}
