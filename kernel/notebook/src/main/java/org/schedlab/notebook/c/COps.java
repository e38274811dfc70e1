package org.schedlab.notebook.c;

import java.util.List;
import java.util.Optional;

/// The callbacks of `struct sched_ext_ops`, as the kernel calls them.
record COps(CWorld world) {
    private static final CType STRUCT = CType.named(StructOps.OPS, 0);
    private static final String USUAL_PREFIX = "mine_";

    /// Those that the header has, then those that only the kernel has.
    List<CWorld.Member> all() {
        return world.members(STRUCT).stream()
                .filter(each -> signature(each.name()).isPresent())
                .toList();
    }

    /// `void enqueue(struct task_struct *p, u64 enq_flags)`; empty if there is no such callback.
    Optional<String> signature(String op) {
        return world.kernel().flatMap(kernel -> kernel.op(op, op)).or(() -> ofHeader(op));
    }

    private Optional<String> ofHeader(String op) {
        return world.declared(STRUCT).stream()
                .filter(each -> each.name().equals(op) && each.text().contains("(*"))
                .findFirst()
                .map(each -> each.text().replace("(*" + op + ")", op));
    }

    /// `struct task_struct *p, u64 enq_flags`; empty if it has none.
    Optional<String> parameters(String op) {
        return signature(op)
                .map(text -> text.substring(text.indexOf('(') + 1, text.lastIndexOf(')')))
                .filter(list -> !list.isEmpty() && !list.equals("void"));
    }

    /// The callback that a function `PREFIX_OP` is for.
    Optional<String> named(String function) {
        int underscore = function.indexOf('_');
        while (underscore >= 0) {
            String op = function.substring(underscore + 1);
            if (signature(op).isPresent()) {
                return Optional.of(op);
            }
            underscore = function.indexOf('_', underscore + 1);
        }
        return Optional.empty();
    }

    Optional<String> parametersOf(String function) {
        return named(function).flatMap(this::parameters);
    }

    /// What the cell's functions for callbacks begin with.
    String prefix() {
        return world.own().all().stream()
                .filter(each -> each.kind() == Declared.Kind.FUNCTION)
                .flatMap(each -> named(each.name()).stream()
                        .map(op -> each.name().substring(0, each.name().length() - op.length())))
                .findFirst()
                .orElse(USUAL_PREFIX);
    }

    /// What stands in the header beside it; may be empty.
    String comment(String op) {
        return world.declared(STRUCT).stream()
                .filter(each -> each.name().equals(op))
                .map(Declared::comment)
                .findFirst()
                .orElse("");
    }
}
