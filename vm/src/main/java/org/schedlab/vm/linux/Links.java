package org.schedlab.vm.linux;

import java.util.function.LongConsumer;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldPath;
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
        shape.walk(walk, head, offset, entry);
    }

    /// Goes along the entries of a list; for lists within lists.
    ///
    /// @param walk that counts, for all of them
    /// @param head as in [#each]
    /// @throws IllegalStateException if they are in a tree
    public ListCursor list(BoundedWalk walk, long head) {
        return shape.list(walk, head, offset);
    }

    /// The addresses of all entries, in order; there are no more than find place in RAM.
    ///
    /// @param head as in [#each]
    public long[] addresses(long head) {
        Addresses found = new Addresses();
        each(walk("%s at the virtual address 0x%s".formatted(this, Long.toHexString(head))), head, found);
        return found.toArray();
    }

    /// A walk that takes no more steps than sound ones of this type can.
    BoundedWalk walk(String structure) {
        return new BoundedWalk(memory.space(), structure, 1 + 2 * most);
    }

    /// The address to give as `head` for an object that is one.
    ///
    /// @throws LabException if it is none, naming what would be
    long head(KernelObject object) {
        boolean pointers = shape instanceof Shape.Pointers;
        String entry = memory.type(member.rootType()).declaration();
        boolean fits = pointers
                ? object.type().kind() == Kind.POINTER
                        && memory.typeName(object.pointeeType()).equals(entry)
                : shape.heads().contains(object.typeName());
        if (!fits) {
            throw LabException.asked("%s cannot begin at a %s".formatted(this, object.typeName()))
                    .found(object.toString())
                    .available(pointers ? entry + " *" : String.join(", ", shape.heads()))
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
}
