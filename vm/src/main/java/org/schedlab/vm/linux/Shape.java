package org.schedlab.vm.linux;

import java.util.List;
import java.util.function.LongConsumer;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType.Kind;
import org.schedlab.vm.memory.KernelMemory;

/// How entries hang together, with the offsets that the kernel's types give.
sealed interface Shape {
    String ROOT = "struct rb_root";

    /// The types of heads, in C.
    List<String> heads();

    /// Hands out the entries that hang on a head.
    ///
    /// @param offset of the linking member in an entry
    default void walk(BoundedWalk walk, long head, long offset, LongConsumer entry) {
        ListCursor cursor = list(walk, head, offset);
        while (cursor.next()) {
            entry.accept(cursor.entry());
        }
    }

    /// Goes along the entries of a list.
    ///
    /// @throws IllegalStateException if it is a tree
    ListCursor list(BoundedWalk walk, long head, long offset);

    record Circle(long next) implements Shape {
        @Override
        public List<String> heads() {
            return List.of("struct list_head");
        }

        @Override
        public ListCursor list(BoundedWalk walk, long head, long offset) {
            return new ListCursor(walk, head + next, head, next, offset);
        }
    }

    record Chain(long first, long next, String head) implements Shape {
        @Override
        public List<String> heads() {
            return List.of(head);
        }

        @Override
        public ListCursor list(BoundedWalk walk, long headAddress, long offset) {
            return new ListCursor(walk, headAddress + first, 0, next, offset);
        }
    }

    record Pointers() implements Shape {
        @Override
        public List<String> heads() {
            return List.of();
        }

        @Override
        public ListCursor list(BoundedWalk walk, long head, long offset) {
            return new ListCursor(walk, head, 0, offset, 0);
        }
    }

    record Tree(long root, long left, long right) implements Shape {
        @Override
        public List<String> heads() {
            return List.of(ROOT, "struct rb_root_cached", "struct rb_root_linked");
        }

        @Override
        public void walk(BoundedWalk walk, long head, long offset, LongConsumer entry) {
            walk.tree(head + root, left, right, offset, entry);
        }

        @Override
        public ListCursor list(BoundedWalk walk, long head, long offset) {
            throw new IllegalStateException("a tree is not a list");
        }
    }

    static Shape of(KernelMemory memory, FieldPath member) {
        String type = memory.typeName(member.type().typeId());
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
                        .available("struct list_head, struct hlist_node, struct llist_node, struct rb_node, a pointer")
                        .remedy("name the member of the entries by which they are linked")
                        .exception();
            }
        };
    }

    private static long offset(KernelMemory memory, String type, String member) {
        return memory.path(type, member).offset();
    }
}
