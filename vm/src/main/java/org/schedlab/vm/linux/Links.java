package org.schedlab.vm.linux;

import java.util.Arrays;
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
        this.most = memory.physical().layout().size()
                / memory.type(member.rootType()).byteSize();
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
            case Shape.Circle circle -> walk.circle(head, circle.next(), link);
            case Shape.Chain chain -> walk.chain(head + chain.first(), chain.next(), link);
            case Shape.Pointers() -> walk.chain(head, offset, entry);
            case Shape.Tree tree -> walk.tree(head + tree.root(), tree.left(), tree.right(), link);
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
                        && object.pointeeName()
                                .equals(memory.type(member.rootType()).declaration())
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
        return "the %s of %s by '%s'"
                .formatted(shape instanceof Shape.Tree ? "tree" : "list", member.rootType(), member.text());
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
